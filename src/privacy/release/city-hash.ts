import { utf8ToBytes } from "@noble/hashes/utils.js";
import { high, lower52, minus, plus, rotated, times, wordAt } from "./word.ts";

/**
 * CityHash64 of a text's UTF-8 bytes, as ClickHouse has it (`cityHash64` of a String, version 1.0.2
 * of the algorithm): its lower 52 bits, which a double holds.
 */
export function cityHash52(text: string): number {
  const { length } = text;
  if (length <= SCRATCH && isWritten(text)) return hashOfBytes(scratch, length);
  const { buffer, byteOffset, byteLength } = utf8ToBytes(text);
  return hashOfBytes(new DataView(buffer, byteOffset, byteLength), byteLength);
}

/** A whole number's hash, as ClickHouse has it (`cityHash64` of a UInt64): its lower 52 bits. */
export function intHash52(low: number, top: number): number {
  const first = top ^ 0x4cf2d2ba;
  const second = times(low ^ 0xae6da887 ^ (first >>> 1), first, 0xed558ccd, 0xff51afd7);
  const third = times(second ^ (high >>> 1), high, 0x1a85ec53, 0xc4ceb9fe);
  return lower52(third ^ (high >>> 1), high);
}

/** Most texts are short and ASCII: they are written here, and nothing is allocated. */
const SCRATCH = 1_024;
const scratch = new DataView(new ArrayBuffer(SCRATCH));

/** False where a text is more than ASCII. */
function isWritten(text: string): boolean {
  let units = 0;
  let at = 0;
  for (; at + 4 <= text.length; at += 4) {
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    const third = text.charCodeAt(at + 2);
    const fourth = text.charCodeAt(at + 3);
    units |= first | second | third | fourth;
    scratch.setInt32(at, first | (second << 8) | (third << 16) | (fourth << 24), true);
  }
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    units |= unit;
    scratch.setUint8(at, unit);
  }
  return units < 0x80;
}

// The constants of CityHash, in halves.
const K0 = 0x97cb3127 | 0;
const K0_TOP = 0xc3a5c85c | 0;
const K1 = 0xbe98f273 | 0;
const K1_TOP = 0xb492b66f | 0;
const K2 = 0x2f90404f | 0;
const K2_TOP = 0x9ae16a3b | 0;
const K3 = 0x509e6557 | 0;
const K3_TOP = 0xc949d7c7 | 0;
const MIX = 0xeb382d69 | 0;
const MIX_TOP = 0x9ddfea08 | 0;

function hashOfBytes(bytes: DataView, length: number): number {
  if (length > 64) return hashOfMany(bytes, length);
  if (length > 32) return hashUpTo64(bytes, length);
  if (length > 16) return hashUpTo32(bytes, length);
  if (length > 8) return hashUpTo16(bytes, length);
  return hashUpTo8(bytes, length);
}

/** Two words made one: `HashLen16`. */
function joined(low: number, top: number, otherLow: number, otherTop: number): number {
  let word = times(low ^ otherLow, top ^ otherTop, MIX, MIX_TOP);
  word ^= high >>> 15;
  word = times(otherLow ^ word, otherTop ^ high, MIX, MIX_TOP);
  word ^= high >>> 15;
  return times(word, high, MIX, MIX_TOP);
}

function hashUpTo8(bytes: DataView, length: number): number {
  if (length >= 4) {
    const first = bytes.getInt32(0, true);
    const word = joined(length + (first << 3), first >>> 29, bytes.getInt32(length - 4, true), 0);
    return lower52(word, high);
  }
  if (length === 0) return lower52(K2, K2_TOP);
  const begin = bytes.getUint8(0) + (bytes.getUint8(length >> 1) << 8);
  const end = length + (bytes.getUint8(length - 1) << 2);
  const left = times(begin, 0, K2, K2_TOP);
  const leftTop = high;
  const right = times(end, 0, K3, K3_TOP);
  const top = leftTop ^ high;
  return lower52(times(left ^ right ^ (top >>> 15), top, K2, K2_TOP), high);
}

function hashUpTo16(bytes: DataView, length: number): number {
  const last = wordAt(bytes, length - 8);
  const lastTop = high;
  const sum = plus(last, lastTop, length, 0);
  const turned = rotated(sum, high, length);
  const turnedTop = high;
  const word = joined(wordAt(bytes, 0), high, turned, turnedTop);
  return lower52(word ^ last, high ^ lastTop);
}

function hashUpTo32(bytes: DataView, length: number): number {
  const a = times(wordAt(bytes, 0), high, K1, K1_TOP);
  const aTop = high;
  const b = wordAt(bytes, 8);
  const bTop = high;
  const c = times(wordAt(bytes, length - 8), high, K2, K2_TOP);
  const cTop = high;
  const d = times(wordAt(bytes, length - 16), high, K0, K0_TOP);
  const dTop = high;
  const e = rotated(minus(a, aTop, b, bTop), high, 43);
  const f = plus(e, high, d, dTop);
  const fTop = high;
  const left = plus(rotated(c, cTop, 30), high, f, fTop);
  const leftTop = high;
  const g = plus(rotated(b ^ K3, bTop ^ K3_TOP, 20), high, a, aTop);
  const right = plus(minus(g, high, c, cTop), high, length, 0);
  return lower52(joined(left, leftTop, right, high), high);
}

/** Two words that 32 bytes of a text make. */
interface Words {
  first: number;
  firstTop: number;
  second: number;
  secondTop: number;
}

const head: Words = { first: 0, firstTop: 0, second: 0, secondTop: 0 };
const tail: Words = { first: 0, firstTop: 0, second: 0, secondTop: 0 };

function hashUpTo64(bytes: DataView, length: number): number {
  const a = plus(wordAt(bytes, length - 16), high, length, 0);
  const b = times(a, high, K0, K0_TOP);
  const bTop = high;
  fold(head, bytes, 0, plus(wordAt(bytes, 0), high, b, bTop), high);
  const c = wordAt(bytes, 16);
  const cTop = high;
  fold(tail, bytes, length - 32, plus(wordAt(bytes, length - 32), high, c, cTop), high);
  const d = plus(head.first, head.firstTop, tail.second, tail.secondTop);
  const e = times(d, high, K2, K2_TOP);
  const eTop = high;
  const f = plus(tail.first, tail.firstTop, head.second, head.secondTop);
  const g = plus(times(f, high, K0, K0_TOP), high, e, eTop);
  const h = times(g ^ (high >>> 15), high, K0, K0_TOP);
  const i = plus(h, high, head.second, head.secondTop);
  return lower52(times(i ^ (high >>> 15), high, K2, K2_TOP), high);
}

/** Folds 32 bytes of a text of up to 64 into two words. */
function fold(words: Words, bytes: DataView, at: number, low: number, top: number): void {
  const last = wordAt(bytes, at + 24);
  const lastTop = high;
  const a = rotated(plus(low, top, last, lastTop), high, 52);
  const aTop = high;
  const b = rotated(low, top, 37);
  const bTop = high;
  const c = plus(wordAt(bytes, at + 8), high, low, top);
  const cTop = high;
  const d = plus(rotated(c, cTop, 7), high, b, bTop);
  const dTop = high;
  const e = plus(wordAt(bytes, at + 16), high, c, cTop);
  const eTop = high;
  words.first = plus(e, eTop, last, lastTop);
  words.firstTop = high;
  const f = plus(rotated(e, eTop, 31), high, a, aTop);
  words.second = plus(f, high, d, dTop);
  words.secondTop = high;
}

function hashOfMany(bytes: DataView, length: number): number {
  let y = wordAt(bytes, length - 16) ^ K1;
  let yTop = high ^ K1_TOP;
  weave(head, bytes, length - 64, length, 0, y, yTop);
  weave(tail, bytes, length - 32, times(length, 0, K1, K1_TOP), high, K0, K0_TOP);
  const a = times(head.second ^ (head.secondTop >>> 15), head.secondTop, K1, K1_TOP);
  const aTop = high;
  const b = wordAt(bytes, length - 56) ^ K0;
  let z = plus(b, high ^ K0_TOP, a, aTop);
  let zTop = high;
  const c = plus(wordAt(bytes, 0), high, z, zTop);
  let x = times(rotated(c, high, 39), high, K1, K1_TOP);
  let xTop = high;
  y = times(rotated(y, yTop, 33), high, K1, K1_TOP);
  yTop = high;
  for (let at = 0; at + 64 < length; at += 64) {
    const d = plus(wordAt(bytes, at + 16), high, head.first, head.firstTop);
    const e = plus(plus(d, high, x, xTop), high, y, yTop);
    const nextZ = times(rotated(e, high, 37), high, K1, K1_TOP) ^ tail.second;
    const nextZTop = high ^ tail.secondTop;
    const f = plus(wordAt(bytes, at + 48), high, head.second, head.secondTop);
    y = times(rotated(plus(f, high, y, yTop), high, 42), high, K1, K1_TOP) ^ head.first;
    yTop = high ^ head.firstTop;
    x = rotated(z ^ tail.first, zTop ^ tail.firstTop, 33);
    xTop = high;
    z = nextZ;
    zTop = nextZTop;
    const g = times(head.second, head.secondTop, K1, K1_TOP);
    const gTop = high;
    weave(head, bytes, at, g, gTop, plus(z, zTop, tail.first, tail.firstTop), high);
    weave(tail, bytes, at + 32, plus(x, xTop, tail.second, tail.secondTop), high, y, yTop);
  }
  const h = times(y ^ (yTop >>> 15), yTop, K1, K1_TOP);
  const i = plus(h, high, z, zTop);
  const iTop = high;
  const j = joined(head.first, head.firstTop, tail.first, tail.firstTop);
  const k = plus(j, high, i, iTop);
  const kTop = high;
  const l = joined(head.second, head.secondTop, tail.second, tail.secondTop);
  const m = plus(l, high, x, xTop);
  return lower52(joined(k, kTop, m, high), high);
}

/** Makes two words of 32 bytes and two others. */
function weave(
  words: Words,
  bytes: DataView,
  at: number,
  low: number,
  top: number,
  otherLow: number,
  otherTop: number,
): void {
  const last = wordAt(bytes, at + 24);
  const lastTop = high;
  const a = plus(wordAt(bytes, at), high, low, top);
  const aTop = high;
  const b = plus(a, aTop, otherLow, otherTop);
  const c = rotated(plus(b, high, last, lastTop), high, 21);
  const d = plus(c, high, a, aTop);
  const dTop = high;
  const e = plus(wordAt(bytes, at + 8), high, a, aTop);
  const eTop = high;
  const f = plus(wordAt(bytes, at + 16), high, e, eTop);
  const fTop = high;
  words.first = plus(f, fTop, last, lastTop);
  words.firstTop = high;
  words.second = plus(rotated(f, fTop, 44), high, d, dTop);
  words.secondTop = high;
}
