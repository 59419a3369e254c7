import { endOfScalar } from "./scalar.ts";

/** Where a scalar stands in an event: names, and places in lists. */
export type Path = readonly (string | number)[];

/** Bytes of one line. A line feed and seven bytes more follow in the same memory. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** Of the same memory. */
  readonly view: DataView;
  readonly from: number;
  readonly to: number;
}

/** A scalar of a line: its path and its bytes. */
export interface Slot {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

/** The scalars of an object, and where it ends, with the blanks after it. */
export interface Outline {
  readonly slots: readonly Slot[];
  readonly end: number;
}

/** More is no event that comes again. */
const MAX_SLOTS = 256;
const MAX_DEPTH = 16;

/**
 * The scalars of the object that a stretch begins with and that is known to be JSON, in their order.
 * Undefined where its shape
 * is not worth knowing or says too little: too many or too deep, or with a name that an object
 * treats in its own way, or that stands twice, of which JSON keeps one.
 */
export function outline({ bytes, view, from, to: end }: Stretch): Outline | undefined {
  const slots: Slot[] = [];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let at = from;

  const byte = (): number => view.getUint8(at);
  const skip = (): void => {
    while (at < end && (byte() === 0x20 || byte() === 0x09 || byte() === 0x0d)) at += 1;
  };

  function scalar(path: Path): boolean {
    const to = endOfScalar(view, at);
    if (to === -1 || slots.length === MAX_SLOTS) return false;
    slots.push({ path, from: at, to });
    at = to;
    return true;
  }

  function value(path: Path): boolean {
    const isEmpty = endOfScalar(view, at) !== -1;
    if (isEmpty || (byte() !== OBJECT && byte() !== LIST)) return scalar(path);
    if (path.length === MAX_DEPTH) return false;
    return byte() === OBJECT ? members(path) : elements(path);
  }

  function members(path: Path): boolean {
    const names = new Set<string>();
    do {
      at += 1;
      skip();
      const to = endOfScalar(view, at);
      if (byte() !== QUOTE || to === -1) return false;
      const name: unknown = JSON.parse(decoder.decode(bytes.subarray(at, to)));
      if (typeof name !== "string" || names.has(name) || ODD.test(name)) return false;
      names.add(name);
      at = to;
      skip();
      at += 1;
      skip();
      if (!value([...path, name])) return false;
      skip();
    } while (byte() === COMMA);
    at += 1;
    return true;
  }

  function elements(path: Path): boolean {
    let index = 0;
    do {
      at += 1;
      skip();
      if (!value([...path, index])) return false;
      index += 1;
      skip();
    } while (byte() === COMMA);
    at += 1;
    return true;
  }

  skip();
  if (byte() !== OBJECT || endOfScalar(view, at) !== -1 || !members([])) return undefined;
  skip();
  return { slots, end: at };
}

/** `__proto__`, and numbers, which an object puts first. */
const ODD = /^(?:__proto__|\d+)$/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LIST = 0x5b;
const OBJECT = 0x7b;
