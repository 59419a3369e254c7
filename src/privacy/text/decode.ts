/** What of readable text may be something else than printable ASCII. */
const STRANGE = 0.05;

/**
 * The bytes of base64 or base64url without its padding; undefined for an impossible length.
 *
 * @param strange gives up where more bytes than this are not printable
 */
export function fromBase64(text: string, strange: number = Infinity): number[] | undefined {
  const digits = text.endsWith("=") ? text.replace(/=+$/, "") : text;
  if (digits.length % 4 === 1) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  let left = strange;
  for (let at = 0; at < digits.length; at += 1) {
    const value = VALUES[digits.charCodeAt(at)] ?? NONE;
    if (value === NONE) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (!isPrintable(byte) && (left -= 1) < 0) return undefined;
    bytes.push(byte);
  }
  return bytes;
}

/** The bytes of pairs of hex digits. */
export function fromHex(text: string): number[] {
  return (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** Bytes as UTF-8, or as Latin-1 where they are none. */
export function toText(bytes: readonly number[]): string {
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join("");
  }
}

/** Whether at least 14 bytes are there and 95 % of them are printable ASCII. */
export function isReadable(bytes: readonly number[]): boolean {
  if (bytes.length < 14) return false;
  let strange = 0;
  for (const byte of bytes) if (!isPrintable(byte)) strange += 1;
  return strange <= bytes.length * STRANGE;
}

/** The bytes of base64 that are readable text, if they are. */
export function readableFromBase64(text: string): number[] | undefined {
  // Four digits are three bytes at most.
  const bytes = fromBase64(text, text.length * 0.75 * STRANGE);
  return bytes !== undefined && isReadable(bytes) ? bytes : undefined;
}

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NONE = 64;

/** What each digit is worth, by its code; both alphabets. */
const VALUES = new Uint8Array(128).fill(NONE);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;
VALUES["-".charCodeAt(0)] = ALPHABET.indexOf("+");
VALUES["_".charCodeAt(0)] = ALPHABET.indexOf("/");
