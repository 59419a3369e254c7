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
    const isMild = certainty === "shape" || MILDER.has(rule);
    judgements.add(rule, pointer, isMild ? "warning" : undefined);
  }
}

/** Not alarming in a text declared on purpose (`privacy-rules.md` 3.2). */
const MILDER: ReadonlySet<string> = new Set([
  "path.absolute-path",
  "path.relative-path",
  "net.url",
]);
