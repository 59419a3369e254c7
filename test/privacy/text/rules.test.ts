import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { textRules } from "../../../src/privacy/text/rules.ts";
import { scanText } from "../../../src/privacy/text/scan.ts";

interface Row {
  readonly text: string;
  readonly labels: readonly string[];
}

const FOLDER = join(import.meta.dirname, "../../../fixtures/privacy");
const rowsOf = (file: string): Row[] =>
  readFileSync(join(FOLDER, file), "utf8")
    .trim()
    .split("\n")
    .map((line): Row => JSON.parse(line));

describe.each(["privacy-strings.jsonl", "string-rows.jsonl"])("%s", (file) => {
  test.each(rowsOf(file))("$text breaks exactly its rules", ({ text, labels }) => {
    expect(scanText(text)).toEqual(labels);
  });
});

test("there are 52 string rules, each once", () => {
  expect(new Set(textRules.map(({ id }) => id)).size).toBe(textRules.length);
  expect(textRules).toHaveLength(52);
});

describe.each(textRules)("$id", ({ id, examples }) => {
  test.each(examples.finds)("stops %j", (text) => expect(scanText(text)).toContain(id));
  test.each(examples.passes)("passes %j", (text) => expect(scanText(text)).not.toContain(id));
});
