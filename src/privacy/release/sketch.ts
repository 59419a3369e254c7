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

export const REGISTERS = 4_096;
export const LISTED = 1_024;

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
  for (const part of parts) if ("registers" in part) raiseAll(registers, part.registers);
  return { registers };
}

/** By number: an iterator's pairs would be most of what putting parts of a log together costs. */
function raiseAll(registers: Uint8Array, others: Uint8Array): void {
  for (let at = 0; at < REGISTERS; at += 1) {
    const rank = others[at] ?? 0;
    if (rank > (registers[at] ?? 0)) registers[at] = rank;
  }
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

function raise(registers: Uint8Array, hash: number): void {
  const at = registerOf(hash);
  const rank = rankOf(hash);
  if (rank > (registers[at] ?? 0)) registers[at] = rank;
}

/** The register that the lower twelve bits of a hash choose. */
export const registerOf = (hash: number): number => hash & (REGISTERS - 1);

/** The place of the first one in the other forty bits; 41 where there is none. */
export function rankOf(hash: number): number {
  const top = (hash / 2 ** 32) | 0;
  return top === 0 ? 21 + Math.clz32(hash | (REGISTERS / 2)) : Math.clz32(top) - 11;
}
