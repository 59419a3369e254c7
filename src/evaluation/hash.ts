import { digest, paddedBytes, sha1 } from "./sha1.ts";

/** A name's place between 0 and 1: always the same one, and evenly spread over names. */
export type Hash = (name: string) => number;

/**
 * The hash of `prefix`, a name and `suffix`, as PostHog takes it: the top 60 bits of the SHA-1 of
 * the UTF-8 text, over 2^60. PostHog divides the first 15 hex digits by 0xfffffffffffffff, which
 * no double can hold and which is read as 2^60, so this is the same double.
 */
export function hasher(prefix: string, suffix: string): Hash {
  const head = prefix.length * 3;
  const tail = suffix.length * 3;
  return (name) => {
    reserve(head + name.length * 3 + tail);
    const length = write(suffix, write(name, write(prefix, 0)));
    sha1(view, length);
    return (digest[0]! >>> 0) * 2 ** -32 + (digest[1]! >>> 4) * 2 ** -60;
  };
}

let bytes = new Uint8Array(0);
let view = new DataView(bytes.buffer);

function reserve(length: number): void {
  if (paddedBytes(length) <= bytes.length) return;
  bytes = new Uint8Array(paddedBytes(length) * 2);
  view = new DataView(bytes.buffer);
}

/** Writes a text's UTF-8 bytes and tells where they end. A lone surrogate becomes U+FFFD. */
function write(text: string, start: number): number {
  let end = start;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes[end] = unit;
      end += 1;
    } else {
      const point = text.codePointAt(index) ?? unit;
      end = writeWide(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point, end);
      if (point > 0xffff) index += 1;
    }
  }
  return end;
}

function writeWide(point: number, start: number): number {
  const size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  const lead = [0, 0, 0xc0, 0xe0, 0xf0][size]!;
  bytes[start] = lead | (point >>> (6 * (size - 1)));
  for (let place = 1; place < size; place += 1) {
    bytes[start + place] = 0x80 | ((point >>> (6 * (size - 1 - place))) & 0x3f);
  }
  return start + size;
}
