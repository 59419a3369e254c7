import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Body } from "../metrics/path.ts";
import { isRecord } from "../event/value.ts";

/**
 * Values that a report must not repeat, as keyed hashes by the length of their beginnings
 * (`report.self-leak`, `privacy-rules.md` 9): enough to recognise one, not to know one.
 */
export type Marks = ReadonlyMap<number, ReadonlySet<string>>;

export interface GrowingMarks {
  /** Remembers the texts at the pointer of a finding, if its rule tells what is no word of ours. */
  readonly add: (rule: string, body: Body, pointer: string) => void;
  readonly marks: Marks;
}

/** A shorter value may stand in any text by chance. */
const MIN_LENGTH = 8;
/** A longer value is looked for by its beginning, so that a report is read a few times only. */
const MAX_BEGINNING = 32;
/**
 * What these rules find never is one of our own words; a URL, a relative path or a sentence could
 * be, and a digest is what a fingerprint looks like.
 */
const TELLING =
  /^(?:secret|pii)\.|^path\.(?:home-path|git-remote)$|^net\.(?:ipv4|ipv6|mac-address)$/;
const NAMING = /^id\.(?:uuid|opaque-id)$|^net\.hostname$|^text\.encoded-blob$/;
/**
 * Bounded, whatever a log holds: a report that repeats repeats more than one. Identifiers are many
 * and must not leave secrets without room.
 */
const ROOM: Readonly<Record<"telling" | "naming", number>> = { telling: 5_000, naming: 1_000 };

/** @param key of this run: without it, the hash of a short value could be guessed */
export function createMarks(key: string): GrowingMarks {
  const marks = new Map<number, Set<string>>();
  const room: Record<keyof typeof ROOM, number> = { ...ROOM };
  const mark = (text: string, kind: keyof typeof ROOM): void => {
    if (text.length < MIN_LENGTH || room[kind] === 0) return;
    const beginning = Math.min(text.length, MAX_BEGINNING);
    const own = marks.get(beginning) ?? new Set<string>();
    own.add(`${quickHashOf(text.slice(0, beginning))} ${text.length} ${hashOf(text, key)}`);
    marks.set(beginning, own);
    room[kind] -= 1;
  };
  return {
    add: (rule, body, pointer) => {
      const kind = TELLING.test(rule) ? "telling" : "naming";
      if (kind === "naming" && !NAMING.test(rule)) return;
      for (const text of textsAt(body, pointer)) {
        mark(text, kind);
        const escaped = JSON.stringify(text).slice(1, -1);
        if (escaped !== text) mark(escaped, kind);
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

/** Whether a text repeats one of the values, whole, or holds a canary. */
export function repeats(text: string, marks: Marks, key: string): boolean {
  if (holdsCanary(text)) return true;
  return [...marks].some(([beginning, hashes]) => {
    const values = byQuickHash(hashes);
    // A bit for each roll: nearly every stretch is told from all of them by one look.
    const bits = new Uint8Array(1 << 16);
    for (const quick of values.keys()) bits[bitOf(quick)] = 1;
    const stands = (roll: number, at: number): boolean =>
      (values.get(roll) ?? []).some(
        ({ length, hash }) => hashOf(text.slice(at, at + length), key) === hash,
      );
    return someStretch(text, beginning, (roll, at) => bits[bitOf(roll)] === 1 && stands(roll, at));
  });
}

/** Whether a text holds what is planted in a log to be searched for (`privacy-rules.md` 6). */
export function holdsCanary(text: string): boolean {
  return /CNRY-[A-Z2-7]{16}/.test(text);
}

const bitOf = (roll: number): number => roll >>> 16;

interface Mark {
  readonly length: number;
  readonly hash: string;
}

function byQuickHash(marks: ReadonlySet<string>): ReadonlyMap<number, readonly Mark[]> {
  const values = new Map<number, Mark[]>();
  for (const mark of marks) {
    const [quick = "", length = "", hash = ""] = mark.split(" ");
    const own = values.get(Number(quick)) ?? [];
    own.push({ length: Number(length), hash });
    values.set(Number(quick), own);
  }
  return values;
}

/** A rolling hash to look by … */
function quickHashOf(text: string): number {
  let quick = 0;
  someStretch(text, text.length, (roll) => {
    quick = roll;
    return true;
  });
  return quick;
}

/** … and a real one to be sure. */
function hashOf(text: string, key: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${key}\0${text}`))).slice(0, 32);
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
