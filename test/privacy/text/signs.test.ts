import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TextRule } from "../../../src/privacy/text/rule.ts";
import { spanRules, textRules } from "../../../src/privacy/text/rules.ts";
import { gateOf, passes, testOf } from "../../../src/privacy/text/signs/gate.ts";
import { ANYTHING, signsOf } from "../../../src/privacy/text/signs/signs.ts";

const FOLDER = join(import.meta.dirname, "../../../fixtures/privacy");
const labelled = ["privacy-strings.jsonl", "string-rows.jsonl"].flatMap((file) =>
  readFileSync(join(FOLDER, file), "utf8")
    .trim()
    .split("\n")
    .map((line): string => {
      const row: { readonly text: string } = JSON.parse(line);
      return row.text;
    }),
);
const texts = [...labelled, ...textRules.flatMap(({ examples }) => examples.finds)];

/** A text with a piece of another one in it. */
const mutated = fc
  .record({
    text: fc.constantFrom(...texts),
    other: fc.constantFrom(...texts),
    at: fc.nat(40),
    from: fc.nat(40),
    length: fc.nat(40),
    removed: fc.nat(3),
  })
  .map(({ text, other, at, from, length, removed }) => {
    const piece = other.slice(from, from + length);
    return text.slice(0, at) + piece + text.slice(at + removed);
  });

/** What a rule finds where it asks for the signs of a text, and where it tries everything. */
function foundBothWays(rule: TextRule, text: string): [unknown, unknown] {
  const judge = "matches" in rule ? rule.matches : rule.find.spansIn;
  return [judge(text, signsOf(text)), judge(text, ANYTHING)];
}

describe("the signs of a text never lose a finding", () => {
  test.each(textRules)("of $id, in what is known to be found or not", (rule) => {
    const isLost = (text: string): boolean => !isDeepStrictEqual(...foundBothWays(rule, text));
    expect(texts.filter(isLost)).toEqual([]);
  });

  test.each(textRules)("of $id, in texts with pieces of others", (rule) => {
    fc.assert(
      fc.property(mutated, (text) => {
        const [tried, all] = foundBothWays(rule, text);
        expect(tried).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });

  test.each(spanRules)("of $id, in what it needs", ({ find, needs = /(?:)/ }) => {
    const gate = gateOf(find.patterns, [needs]);
    const isFinding = (text: string): boolean => find.spansIn(text, ANYTHING).length > 0;
    const finding = texts.filter(isFinding);
    expect(finding.filter((text) => !passes(gate, signsOf(text)) || !needs.test(text))).toEqual([]);
    fc.assert(
      fc.property(mutated.filter(isFinding), (text) => {
        expect([passes(gate, signsOf(text)), needs.test(text)]).toEqual([true, true]);
      }),
      { numRuns: 10 },
    );
  });
});

/** Pieces that are valid in patterns of all flags. */
const PIECES = String.raw`a k S 1 7 - _ é \/ \+ \n [a-k] [^a] [^s] [0-9A-F] [\w-] [^\s\d] [A-z] [+/\-7] \d \w \W \s \S . \x2d \u00e9
  \b ^ $ (?=a) (?<!k) (?!1) (?<=[A-Z])`;
const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie("atom"), { maxLength: 4 }), { minLength: 1, maxLength: 2 })
    .map((choices) => choices.map((atoms) => atoms.join("")).join("|")),
  atom: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...PIECES.split(/\s+/)),
    fc.constant(String.raw`(?:(\w|-)\1)`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("", "?", "*", "+?", "{2}", "{1,}", "{0,2}"))
      .map(([inner, times]) => `(?:${inner})${times}`),
  ),
}));
const characters = fc.constantFrom(...Array.from("abkKsS17-_/+ \néſ\u212A"));
const held = fc.array(
  fc.array(characters, { maxLength: 12 }).map((each) => each.join("")),
  { minLength: 20, maxLength: 20 },
);

test("what a pattern requires is in every text that it matches", () => {
  const flags = fc.constantFrom("", "i", "u", "iu", "s", "m");
  fc.assert(
    fc.property(pattern, flags, held, (source, flag, all) => {
      const regex = new RegExp(source, flag);
      const isFound = testOf(regex);
      expect(all.filter((text) => isFound(text, signsOf(text)))).toEqual(
        all.filter((text) => regex.test(text)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  [/sk-ant-[a-z]{2,12}\d{2}/, "task-antler", "a run of 11, of which one is a digit"],
  [/[0-9A-F]{8}-[0-9A-F]{4}/, "12345678 12-4", "a run of 13"],
  [/(?:key|token)\s*[:=]/, "the token", "a colon or an equals sign"],
  [/(?<![A-Z])\d{4}/, "12 34 567", "four digits in a row"],
  [/°|′/, "12 degrees", "what is not ASCII"],
])("%s is not tried on %j, for it requires %s", (regex, text) => {
  let tries = 0;
  const watched = Object.assign(new RegExp(regex), {
    test: () => {
      tries += 1;
      return false;
    },
  });
  testOf(watched)(text, signsOf(text));
  expect(tries).toBe(0);
});
