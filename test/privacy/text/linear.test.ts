import { describe, expect, test } from "vitest";
import type { TextRule } from "../../../src/privacy/text/rule.ts";
import { textRules } from "../../../src/privacy/text/rules.ts";
import { signsOf } from "../../../src/privacy/text/signs/signs.ts";

/** Four times what a string is cut at, so that time that grows with the square shows. */
const LENGTH = 262_144;
/** Where it grows with the length, the slowest takes a twentieth; with the square, five times this. */
const LIMIT_MS = 5_000;

const filled = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** How a piece can stand in a text: all of it, after what the rule finds, inside words. */
const FORMS: readonly ((piece: string, found: string) => string)[] = [
  (piece) => filled(piece, LENGTH),
  (piece, found) => found + filled(piece, LENGTH),
  (piece) => `${filled("ab cd ", LENGTH)}a${filled(piece, LENGTH / 2)}a`,
];

/** Runs of what the rule's own examples are made of. */
function piecesOf({ examples }: TextRule): string[] {
  const [example = ""] = examples.finds;
  const texts = [...examples.finds, ...examples.passes].join(" ");
  const marks = texts.match(/[^A-Za-z0-9\s]+/g) ?? [];
  const own = [example, example.slice(0, 3), "a", "0", " "];
  return [...new Set([...own, ...marks.flatMap((mark) => [mark, `a${mark}`])])];
}

function judge(rule: TextRule, text: string): boolean {
  const signs = signsOf(text);
  if ("matches" in rule) return rule.matches(text, signs);
  return rule.needs?.test(text) !== false && rule.find.spansIn(text, signs).length > 0;
}

/** The best of three, for a busy machine holds any single one up. */
function slowness(rule: TextRule, text: string): number {
  let best = Infinity;
  for (let turn = 0; turn < 3 && best > LIMIT_MS; turn += 1) {
    const begun = performance.now();
    judge(rule, text);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

describe("a rule takes time in proportion to the text", () => {
  test.each(textRules)(
    "$id",
    (rule) => {
      const [found = ""] = rule.examples.finds;
      for (const piece of piecesOf(rule))
        for (const [form, build] of FORMS.entries()) {
          const took = slowness(rule, build(piece, found));
          expect(took, `${JSON.stringify(piece)} in form ${form}`).toBeLessThan(LIMIT_MS);
        }
    },
    120_000,
  );
});
