import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** One way in which a canary may come out. */
export interface Needle {
  readonly encoding: Encoding;
  readonly text: string;
  /** Looked for in either case. */
  readonly folded: boolean;
}

/** Every encoding that is searched (`privacy-rules.md` 6, 4). */
export const encodings = [
  "plain",
  "part",
  "reversed",
  "json",
  "url",
  "hex",
  "utf-16",
  "base64",
  "base64url",
  "md5",
  "sha-1",
  "sha-256",
] as const;

export type Encoding = (typeof encodings)[number];

/** What to look for, so that a canary is found however it was written down. */
export function needlesOf(canary: string): readonly Needle[] {
  return encodings.flatMap((encoding) =>
    [...new Set(FORMS[encoding](canary))].map((text) => {
      const folded = !encoding.startsWith("base64") && !/[+/=]/.test(text);
      return { encoding, text: folded ? text.toLowerCase() : text, folded };
    }),
  );
}

/** The first encoding in which a text holds the canary. */
export function encodingIn(text: string, needles: readonly Needle[]): Encoding | undefined {
  const lower = text.toLowerCase();
  return needles.find((needle) => (needle.folded ? lower : text).includes(needle.text))?.encoding;
}

const FORMS: Readonly<Record<Encoding, (canary: string) => string[]>> = {
  plain: (canary) => [canary],
  part: (canary) => [canary.slice(0, PART), canary.slice(-PART)],
  reversed: (canary) => [Array.from(canary).toReversed().join("")],
  json: (canary) => [perByte(canary, (hex) => `\\u00${hex}`)],
  url: (canary) => [encodeURIComponent(canary), perByte(canary, (hex) => `%${hex}`)],
  hex: (canary) => [bytesToHex(utf8ToBytes(canary))],
  "utf-16": (canary) => [
    Array.from(canary).join("\0"),
    Array.from(canary).join("\\u0000"),
    perByte(canary, (hex) => `${hex}00`).slice(0, -2),
  ],
  base64: alignments,
  base64url: (canary) => alignments(canary).map(urlSafe),
  md5: (canary) => digests(canary, md5),
  "sha-1": (canary) => digests(canary, sha1),
  "sha-256": (canary) => digests(canary, sha256),
};

/** The shortest stretch of its start or end that is looked for. */
const PART = 6;

function perByte(text: string, write: (hex: string) => string): string {
  return [...utf8ToBytes(text)].map((byte) => write(bytesToHex(Uint8Array.of(byte)))).join("");
}

/** The characters that depend on the canary alone, wherever in a longer text it stands. */
function alignments(canary: string): string[] {
  const bytes = utf8ToBytes(canary);
  return [0, 1, 2].map((offset) => {
    const whole = Math.floor((offset + bytes.length) / 3) * 4;
    return base64(Uint8Array.of(...new Uint8Array(offset), ...bytes)).slice(
      offset === 0 ? 0 : 4,
      whole,
    );
  });
}

/** Of the text as it is and in lower case: labels are folded before they are hashed. */
function digests(canary: string, hash: (bytes: Uint8Array) => Uint8Array): string[] {
  return [canary, canary.toLowerCase()].flatMap((text) => {
    const digest = hash(utf8ToBytes(text));
    const written = base64(digest);
    return [bytesToHex(digest), written, urlSafe(written)];
  });
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Without its padding. Of our own, because the rooms below a runtime have no `btoa`. */
function base64(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) text += DIGITS.charAt((held >>> (bits - 6)) & 63);
  }
  return bits > 0 ? text + DIGITS.charAt((held << (6 - bits)) & 63) : text;
}

const urlSafe = (text: string): string => text.replaceAll("+", "-").replaceAll("/", "_");
