/** Bytes that are compared four at a time. */
export interface Words {
  readonly length: number;
  readonly whole: Int32Array;
  /** What is left after whole words, and the bits of it that count. */
  readonly rest: number;
  readonly mask: number;
}

/** Copies the bytes. */
export function toWords(bytes: Uint8Array): Words {
  const { length } = bytes;
  const count = length >> 2;
  const padded = new Uint8Array(length + 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const whole = new Int32Array(count);
  for (let word = 0; word < count; word += 1) whole[word] = view.getInt32(4 * word, true);
  const mask = 2 ** (8 * (length & 3)) - 1;
  return { length, whole, rest: view.getInt32(4 * count, true) & mask, mask };
}

/** Whether the words stand at this place. The view goes on for seven bytes after the first difference. */
export function standsAt(view: DataView, at: number, { whole, rest, mask }: Words): boolean {
  const count = whole.length;
  let from = at;
  for (let word = 0; word < count; word += 1, from += 4)
    if (view.getInt32(from, true) !== whole[word]) return false;
  return (view.getInt32(from, true) & mask) === rest;
}
