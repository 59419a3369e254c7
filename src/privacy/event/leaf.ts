import { scanText } from "../text/scan.ts";
import type { Judgements } from "./judgement.ts";

/** Judges a text that no type vouches for. */
export function judgeText(text: string, pointer: string, judgements: Judgements): void {
  for (const rule of scanText(text)) judgements.add(rule, pointer);
}

/** Judges a text that the catalogue declares as plain text. */
export function judgePlainText(text: string, pointer: string, judgements: Judgements): void {
  for (const rule of scanText(text))
    judgements.add(rule, pointer, MILDER.has(rule) ? "warning" : undefined);
}

/** Not alarming in a text declared on purpose (`privacy-rules.md` 3.2). */
const MILDER: ReadonlySet<string> = new Set([
  "path.absolute-path",
  "path.relative-path",
  "net.url",
]);
