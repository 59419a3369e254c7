import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** What is put in the place of values, and looked for in everything that comes out. */
export interface Canaries {
  /** Two texts that no config tells apart. */
  readonly first: string;
  readonly second: string;
  readonly firstNumber: number;
  readonly secondNumber: number;
  /** A letter that no word of the config holds, so that only its number can matter. */
  readonly filler: string;
}

/** Fixed: the same logs and config give the same proof, byte for byte. */
export const SEED = "assay-proof-1";

/**
 * Canaries of the form `CNRY-` and 16 base32 characters (`privacy-rules.md` 6). The second has the
 * letters of the first in another order, so that the words of a config stand in both or in neither.
 *
 * @param words lower-cased texts that the config compares with
 */
export function drawCanaries(words: readonly string[]): Canaries {
  for (let attempt = 0; ; attempt += 1) {
    const first = `${MARK}${base32(`${SEED} first ${attempt}`)}`;
    const second = `${MARK}${shuffled(first.slice(MARK.length), attempt)}`;
    const isFit = first !== second && isTelling(first) && isTelling(second);
    if (attempt < MAX_ATTEMPTS && !(isFit && sameWords(first, second, words))) continue;
    const firstNumber = 700_000_000_000 + (numberOf(`${SEED} number`) % 99_999_999_999);
    return {
      first,
      second,
      firstNumber,
      secondNumber: firstNumber + 1_234_567,
      filler: fillerFor(words),
    };
  }
}

const MARK = "CNRY-";
const MAX_ATTEMPTS = 64;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Its ends are no hexadecimal, so that no digest holds them by chance. */
const isTelling = (canary: string): boolean => /[G-Z].{0,4}[G-Z]$/.test(canary.slice(-6));

function sameWords(first: string, second: string, words: readonly string[]): boolean {
  const [a, b] = [first.toLowerCase(), second.toLowerCase()];
  return words.every((word) => a.includes(word) === b.includes(word));
}

function base32(seed: string): string {
  const bytes = sha256(utf8ToBytes(seed)).slice(0, 16);
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

function shuffled(text: string, attempt: number): string {
  return Array.from(text)
    .map((letter, at) => ({ letter, order: numberOf(`${SEED} second ${attempt} ${at}`) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ letter }) => letter)
    .join("");
}

function numberOf(seed: string): number {
  return sha256(utf8ToBytes(seed))
    .slice(0, 6)
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

function fillerFor(words: readonly string[]): string {
  const used = words.join("");
  return Array.from("qxzjkvwyupghbdfmclronsaitE").find((letter) => !used.includes(letter)) ?? "~";
}
