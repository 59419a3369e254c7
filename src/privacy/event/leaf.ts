import { scanStrings } from "../text/scan.ts";
import type { Judgements } from "./judgement.ts";

/** Judges a text that no type vouches for. */
export function judgeText(text: string, pointer: string, judgements: Judgements): void {
  for (const [rule, certainty] of scanStrings(text))
    judgements.add(rule, pointer, certainty === "shape" ? "warning" : undefined);
}

/** Judges a text that the catalogue declares as plain text. */
export function judgePlainText(text: string, pointer: string, judgements: Judgements): void {
  for (const [rule, certainty] of scanStrings(text)) {
    const isMild = certainty === "shape" || rule.isMildInPlainText === true;
    judgements.add(rule, pointer, isMild ? "warning" : undefined);
  }
}
