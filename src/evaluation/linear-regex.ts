import { RE2JS } from "re2js";
import type { Search } from "./operator.ts";
import type { Token } from "./portable-regex.ts";

/**
 * A portable pattern in an engine whose time grows only with the text, whatever the pattern is.
 * It cannot tell where that engine refuses the pattern: it counts to 1,000. For ASCII texts.
 */
export function linearSearch(tokens: readonly Token[]): Search {
  try {
    const pattern = RE2JS.compile(tokens.map(translate).join(""));
    return (text) => pattern.test(text);
  } catch {
    return () => undefined;
  }
}

// What the engine's dialect reads otherwise than JavaScript's: `\s` has a vertical tab, `\b` in a
// class is a backspace. A complement need not go beyond ASCII.
const SPACE = String.raw`\t-\r `;
const NO_SPACE = String.raw`\x00-\x08\x0e-\x1f!-\x7f`;

function translate({ kind, text }: Token): string {
  if (kind === "escape") return inDialect(text, (set) => `[${set}]`);
  if (kind !== "class") return text;
  return text.replaceAll(/\\[\s\S]/g, (escape) => inDialect(escape, (set) => set));
}

function inDialect(escape: string, set: (members: string) => string): string {
  if (escape === String.raw`\s`) return set(SPACE);
  if (escape === String.raw`\S`) return set(NO_SPACE);
  return escape === String.raw`\b` ? String.raw`\x08` : escape;
}
