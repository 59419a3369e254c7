/**
 * How many different things were seen, in bounded memory: the hashes themselves while they are
 * few, then a HyperLogLog of 4,096 registers, good to about 1.6 % (`privacy-rules.md` 5).
 */
export type Sketch = { hashes: Set<number> } | { registers: Uint8Array };

/** A sketch that grows; the value inside is replaced when it becomes too many to list. */
export interface GrowingSketch {
  readonly add: (hash: number) => void;
  readonly sketch: () => Sketch;
}

const REGISTERS = 4_096;
const LISTED = 1_024;

export function createSketch(): GrowingSketch {
  let sketch: Sketch = { hashes: new Set() };
  return {
    add: (hash) => {
      if ("registers" in sketch) raise(sketch.registers, hash);
      else {
        sketch.hashes.add(hash);
        if (sketch.hashes.size > LISTED) sketch = { registers: registersOf(sketch) };
      }
    },
    sketch: () => sketch,
  };
}

/** What was seen in any of the parts. */
export function mergeSketches(parts: readonly Sketch[]): Sketch {
  const listed = new Set(parts.flatMap((part) => ("hashes" in part ? [...part.hashes] : [])));
  if (parts.every((part) => "hashes" in part) && listed.size <= LISTED) return { hashes: listed };
  const registers = registersOf({ hashes: listed });
  for (const part of parts)
    if ("registers" in part)
      for (const [at, rank] of part.registers.entries())
        registers[at] = Math.max(registers[at] ?? 0, rank);
  return { registers };
}

/** How many different hashes there were; exact while they are few. */
export function estimate(sketch: Sketch): number {
  if ("hashes" in sketch) return sketch.hashes.size;
  let sum = 0;
  let empty = 0;
  for (const rank of sketch.registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
  return raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw;
}

function registersOf({ hashes }: { readonly hashes: Iterable<number> }): Uint8Array {
  const registers = new Uint8Array(REGISTERS);
  for (const hash of hashes) raise(registers, hash);
  return registers;
}

/** Twelve bits choose the register; the rank is the place of the first one in the other forty. */
function raise(registers: Uint8Array, hash: number): void {
  const low = hash | 0;
  const high = (hash / 2 ** 32) | 0;
  const rank = high === 0 ? 21 + Math.clz32(low >>> 12) - 12 : Math.clz32(high) - 11;
  const at = low & (REGISTERS - 1);
  if (rank > (registers[at] ?? 0)) registers[at] = rank;
}

/**
 * A hash of 52 bits (cyrb53's mixing): for counting in memory, never to be kept or shown. Texts
 * that mean different things get different seeds.
 */
export function hash52(text: string, seed = 0): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return mixed(a, b);
}

/** The hash of two hashes, in their order. */
export function pair52(left: number, right: number): number {
  const lowLeft = left | 0;
  const highLeft = (left / 2 ** 32) | 0;
  const lowRight = right | 0;
  const highRight = (right / 2 ** 32) | 0;
  return mixed(
    folded(0xdeadbeef, 2654435761, lowLeft, highLeft, lowRight, highRight),
    folded(0x41c6ce57, 1597334677, lowLeft, highLeft, lowRight, highRight),
  );
}

function folded(seed: number, by: number, a: number, b: number, c: number, d: number): number {
  return Math.imul(Math.imul(Math.imul(Math.imul(seed ^ a, by) ^ b, by) ^ c, by) ^ d, by);
}

function mixed(left: number, right: number): number {
  const a =
    Math.imul(left ^ (left >>> 16), 2246822507) ^ Math.imul(right ^ (right >>> 13), 3266489909);
  const b = Math.imul(right ^ (right >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (b & 0xfffff) * 2 ** 32 + (a >>> 0);
}
