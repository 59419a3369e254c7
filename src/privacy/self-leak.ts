import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Body } from "../metrics/path.ts";
import { isRecord } from "../event/value.ts";

/**
 * Values that a report must not repeat, as keyed hashes by length (`report.self-leak`,
 * `privacy-rules.md` 9): enough to recognise one, not to know one.
 */
export type Marks = ReadonlyMap<number, ReadonlySet<string>>;

export interface GrowingMarks {
  /** Remembers the texts at the pointer of a finding, if its rule tells a secret or a person. */
  readonly add: (rule: string, body: Body, pointer: string) => void;
  readonly marks: Marks;
}

/** A shorter value may stand in any text by chance. */
const MIN_LENGTH = 8;
/** Bounded, whatever a log holds: a report that repeats repeats more than one. */
const MAX_VALUES = 5_000;
/** What these rules find never is one of our own words; a URL or a relative path could be. */
const TELLING =
  /^(?:secret|pii)\.|^path\.(?:home-path|git-remote)$|^net\.(?:ipv4|ipv6|mac-address)$/;

/** @param key of this run: without it, the hash of a short value could be guessed */
export function createMarks(key: string): GrowingMarks {
  const marks = new Map<number, Set<string>>();
  let held = 0;
  const mark = (text: string): void => {
    if (text.length < MIN_LENGTH || held >= MAX_VALUES) return;
    const own = marks.get(text.length) ?? new Set<string>();
    own.add(hashOf(text, key));
    marks.set(text.length, own);
    held += 1;
  };
  return {
    add: (rule, body, pointer) => {
      if (!TELLING.test(rule)) return;
      for (const text of textsAt(body, pointer)) {
        mark(text);
        const escaped = JSON.stringify(text).slice(1, -1);
        if (escaped !== text) mark(escaped);
      }
    },
    marks,
  };
}

/** The marks of several logs of one run together. */
export function mergeMarks(parts: readonly Marks[]): Marks {
  const all = new Map<number, Set<string>>();
  for (const part of parts)
    for (const [length, hashes] of part)
      all.set(length, new Set([...(all.get(length) ?? []), ...hashes]));
  return all;
}

/** Whether a text repeats one of the values, whole. */
export function repeats(text: string, marks: Marks, key: string): boolean {
  return [...marks].some(([length, hashes]) => {
    // A bit for each roll: nearly every stretch is told from all of them by one look.
    const bits = new Uint8Array(1 << 16);
    for (const hash of hashes) bits[bitOf(Number(hash.slice(0, hash.indexOf(" "))))] = 1;
    return someStretch(
      text,
      length,
      (roll, at) => bits[bitOf(roll)] === 1 && hashes.has(hashOf(text.slice(at, at + length), key)),
    );
  });
}

const bitOf = (roll: number): number => roll >>> 16;

/** A rolling hash to look by, then a real one to be sure. */
function hashOf(text: string, key: string): string {
  let quick = 0;
  someStretch(text, text.length, (roll) => {
    quick = roll;
    return true;
  });
  return `${quick} ${bytesToHex(sha256(utf8ToBytes(`${key}\0${text}`))).slice(0, 32)}`;
}

/** Odd, so that every step can be taken back; all arithmetic is modulo 2^32. */
const BASE = 0x01000193;

/** Whether a test holds of the rolling hash of any stretch of this length. */
function someStretch(
  text: string,
  length: number,
  holds: (roll: number, at: number) => boolean,
): boolean {
  let roll = 0;
  let high = 1;
  for (let step = 0; step < length; step += 1) high = Math.imul(high, BASE);
  for (let at = 0; at < text.length; at += 1) {
    const gone = at >= length ? Math.imul(text.charCodeAt(at - length), high) : 0;
    roll = (Math.imul(roll, BASE) + text.charCodeAt(at) - gone) | 0;
    if (at >= length - 1 && holds(roll, at - length + 1)) return true;
  }
  return false;
}

/** Every text at a dotted pointer, where `*` stands for any name. */
function textsAt(body: Body, pointer: string): string[] {
  let held: unknown[] = [body];
  for (const name of pointer.split("."))
    held = held.flatMap((each) => {
      if (!isRecord(each)) return [];
      if (name === "*") return Object.values(each);
      return Object.hasOwn(each, name) ? [each[name]] : [];
    });
  return held.filter((each) => typeof each === "string");
}
