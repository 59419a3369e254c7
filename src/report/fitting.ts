import { utf8ToBytes } from "@noble/hashes/utils.js";

/** A text with as many of its parts as there is room for. */
export interface Fitting {
  readonly text: string;
  /** How many of the parts it shows. */
  readonly shown: number;
}

/**
 * Writes as many of `parts` as fit, halving until they do. What does not fit even without any is
 * returned as it is, with none shown.
 */
export function fitting(
  parts: number,
  write: (shown: number) => string,
  fits: (text: string) => boolean,
): Fitting {
  let shown = parts;
  let text = write(shown);
  while (shown > 0 && !fits(text)) {
    shown = Math.floor(shown / 2);
    text = write(shown);
  }
  return { text, shown };
}

/** How many bytes a text has in UTF-8. */
export const sizeBytes = (text: string): number => utf8ToBytes(text).length;
