import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Body } from "../metrics/path.ts";
import { dynamicKey } from "./event/rules/dynamic-key.ts";
import { membersAt, textsIn } from "./members-at.ts";
import { readingsOf } from "./readings.ts";
import { remembered } from "./remembered.ts";
import { scanText } from "./text/scan.ts";

/**
 * Values that a report must not repeat, as keyed hashes by the length of their beginnings
 * (`report.self-leak`, `privacy-rules.md` 9): enough to recognise one, not to know one.
 */
export type Marks = ReadonlyMap<number, ReadonlySet<string>>;

export interface GrowingMarks {
  /** Whether anything can still be remembered of what a rule finds. */
  readonly hasRoom: (rule: string) => boolean;
  /** Remembers the text at the pointer of a finding, if its rule tells what is no word of ours. */
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
    const before = own.size;
    own.add(`${quickHashOf(text.slice(0, beginning))} ${text.length} ${hashOf(text, key)}`);
    marks.set(beginning, own);
    // A log says the same value again and again: only another one takes room.
    room[kind] -= own.size - before;
  };
  const hasRoom = (rule: string): boolean => kindsOf(rule).some((kind) => room[kind] > 0);
  return {
    hasRoom,
    add: (rule, body, pointer) => {
      if (!hasRoom(rule)) return;
      for (const text of foundBy(rule, body, pointer)) {
        const kind =
          kindOf(rule) ??
          scanText(text)
            .map(kindOf)
            .find((each) => each !== undefined);
        if (kind === undefined) continue;
        mark(text, kind);
        const escaped = JSON.stringify(text).slice(1, -1);
        if (escaped !== text) mark(escaped, kind);
      }
    },
    marks,
  };
}

/** As which a rule may mark something; a name that is data may be either. */
const kindsOf = remembered((rule): readonly (keyof typeof ROOM)[] => {
  if (rule === dynamicKey.id) return ["telling", "naming"];
  const kind = kindOf(rule);
  return kind === undefined ? [] : [kind];
}, 64);

function kindOf(rule: string): keyof typeof ROOM | undefined {
  if (TELLING.test(rule)) return "telling";
  return NAMING.test(rule) ? "naming" : undefined;
}

/** What a rule found: names that are data, or texts. One of many is known by being scanned again. */
function foundBy(rule: string, body: Body, pointer: string): readonly string[] {
  if (rule === dynamicKey.id) return membersAt(body, pointer).map(({ name }) => name);
  const texts = membersAt(body, pointer).flatMap(({ value }) => textsIn(value));
  return texts.length === 1 ? texts : texts.filter((text) => scanText(text).includes(rule));
}

/** The marks of several logs of one run together. */
export function mergeMarks(parts: readonly Marks[]): Marks {
  const all = new Map<number, Set<string>>();
  for (const part of parts)
    for (const [length, hashes] of part)
      all.set(length, new Set([...(all.get(length) ?? []), ...hashes]));
  return all;
}

/**
 * Whether a text repeats one of the values, whole, or holds a canary.
 *
 * @param own what a report says of itself, such as names of the config: a value that one of these
 * words holds is no secret of the log's
 */
export function repeats(
  text: string,
  marks: Marks,
  key: string,
  own: readonly string[] = [],
): boolean {
  if (holdsCanary(text)) return true;
  const known = found(own.flatMap((word) => [word, JSON.stringify(word)]).join("\0"), marks, key);
  return readingsOf(text).some((read) =>
    [...found(read, marks, key)].some((hash) => !known.has(hash)),
  );
}

/** The values that stand in a text, by their hashes. */
function found(text: string, marks: Marks, key: string): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const [beginning, hashes] of marks) {
    const values = byQuickHash(hashes);
    // A bit for each roll: nearly every stretch is told from all of them by one look.
    const bits = new Uint8Array(1 << 16);
    for (const quick of values.keys()) bits[bitOf(quick)] = 1;
    eachStretch(text, beginning, (roll, at) => {
      if (bits[bitOf(roll)] !== 1) return;
      for (const { length, hash } of values.get(roll) ?? [])
        if (hashOf(text.slice(at, at + length), key) === hash) seen.add(hash);
    });
  }
  return seen;
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
  eachStretch(text, text.length, (roll) => void (quick = roll));
  return quick;
}

/** … and a real one to be sure. */
function hashOf(text: string, key: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${key}\0${text}`))).slice(0, 32);
}

/** Odd, so that every step can be taken back; all arithmetic is modulo 2^32. */
const BASE = 0x01000193;

/** Tells the rolling hash of every stretch of this length, and where it starts. */
function eachStretch(text: string, length: number, tell: (roll: number, at: number) => void): void {
  let roll = 0;
  let high = 1;
  for (let step = 0; step < length; step += 1) high = Math.imul(high, BASE);
  for (let at = 0; at < text.length; at += 1) {
    const gone = at >= length ? Math.imul(text.charCodeAt(at - length), high) : 0;
    roll = (Math.imul(roll, BASE) + text.charCodeAt(at) - gone) | 0;
    if (at >= length - 1) tell(roll, at - length + 1);
  }
}
