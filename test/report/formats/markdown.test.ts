import { expect, test } from "vitest";
import { markdown, MAX_BYTES, toMarkdown } from "../../../src/report/formats/markdown.ts";
import { finding, many, outcome } from "./found.ts";

const write = (...findings: Parameters<typeof outcome>[0]): string =>
  markdown.render(outcome(findings));

test("the verdict, a table for each severity, and the rest folded away", () => {
  const written = write(finding({ pointer: "a|b" }), ...many(1, { severity: "note" }));
  expect(written.split("\n")).toEqual([
    "FAIL  some &lt;errors&gt; in 1 log",
    "",
    "## Errors",
    "",
    "| rule | found by | at | count | first places | what to do |",
    "| --- | --- | --- | --- | --- | --- |",
    "| `event.unknown-property` | closed shape | `a\\|b` | 1 | logs/a.jsonl:3 | The property is not declared |",
    "",
    "## Notes",
    "",
    "| rule | found by | at | count | first places | what to do |",
    "| --- | --- | --- | --- | --- | --- |",
    "| `event.rule-000` | closed shape | `properties.title` | 1 | logs/a.jsonl:3 | The property is not declared |",
    "",
    "<details>",
    "<summary>Logs</summary>",
    "",
    "- logs/a.jsonl",
    "",
    "</details>",
    "",
    "<details>",
    "<summary>Counters</summary>",
    "",
    "| name | counts |",
    "| --- | --- |",
    "| turns | a \\| b \\`c\\` |",
    "",
    "</details>",
    "",
  ]);
});

test("a name cannot leave its cell, its code or its line", () => {
  const written = write(finding({ pointer: "a`|<script>\n| b", message: "*x* [y](z) <b>\n## no" }));
  const row = written.split("\n").find((line) => line.includes("unknown-property")) ?? "";
  expect(row).toContain("| a\\`\\|&lt;script&gt; \\| b |");
  expect(row).toContain("\\*x\\* \\[y\\](z) &lt;b&gt; \\#\\# no |");
  expect(row.split(/(?<!\\)\|/)).toHaveLength(8);
  expect(write(finding({ pointer: "a\\|b" }))).toContain("| a\\\\\\|b |");
});

test("a step summary takes 1 MiB: a longer report is cut and says so", () => {
  const written = write(...many(20_000));
  expect(Buffer.byteLength(written)).toBeLessThan(900 * 1024);
  const rows = written.match(/^\| `event\.rule/gm)?.length ?? 0;
  expect(rows).toBeGreaterThan(1_000);
  expect(written).toContain(`${20_000 - rows} more findings were cut`);
  expect(written).toContain("<summary>Counters</summary>");
});

test("where no finding would be left, what is for looking up goes, then all but the verdict", () => {
  const found = outcome([finding()]);
  const whole = toMarkdown(found, MAX_BYTES);
  const at = (maxBytes: number): string => {
    const written = toMarkdown(found, maxBytes);
    expect(Buffer.byteLength(written)).toBeLessThanOrEqual(maxBytes);
    return written;
  };
  const size = Buffer.byteLength(whole);
  expect(at(size)).toBe(whole);
  expect(at(size - 1)).toMatch(/^FAIL[^]*unknown-property[^]*The rest was cut/);
  expect(at(size - 1)).not.toContain("<details>");
  expect(toMarkdown(outcome(many(9)), size)).toMatch(/`event\.rule-000`[^]*more findings were cut/);
  expect(at(120)).toMatch(/^FAIL[^]*The rest was cut/);
  expect(at(20)).toBe("");
  expect(toMarkdown(found, -1)).toBe("");
});
