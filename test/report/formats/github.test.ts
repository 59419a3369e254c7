import { expect, test } from "vitest";
import { github } from "../../../src/report/formats/github.ts";
import type { ReportedFinding } from "../../../src/report/findings.ts";
import { finding, many, outcome } from "./found.ts";

const lines = (findings: readonly ReportedFinding[]): string[] =>
  github.render(outcome(findings)).split("\n").slice(0, -1);
const commands = (findings: readonly ReportedFinding[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of lines(findings)) {
    const [, command = "text"] = /^::(\w+) /.exec(line) ?? [];
    counts[command] = (counts[command] ?? 0) + 1;
  }
  return counts;
};

test("nothing found says nothing", () => {
  expect(github.render(outcome([]))).toBe("");
});

test("one annotation for a rule, at the line of the config, with every kind of place", () => {
  expect(
    lines([finding({ count: 2 }), finding({ pointer: "properties.b", fingerprint: "1" })]),
  ).toEqual([
    "::error file=assay.toml,line=12,title=event.unknown-property::The property is not declared" +
      "%0Aproperties.title ×2 (logs/a.jsonl:3, …)%0Aproperties.b ×1 (logs/a.jsonl:3)",
  ]);
});

test("what would end a property or a line is escaped", () => {
  const [line] = lines([
    finding({
      declared: { path: "a,b:c%d\r\n.toml", line: 1 },
      message: "100 %\r\n::error::x",
      pointer: "",
    }),
  ]);
  expect(line).toBe(
    "::error file=a%2Cb%3Ac%25d%0D%0A.toml,line=1,title=event.unknown-property::" +
      "100 %25%0D%0A::error::x%0A- ×1 (logs/a.jsonl:3)",
  );
});

test("ten of each severity are shown, and the rest is counted, all under the limit", () => {
  const found = [
    ...many(12),
    ...many(11, { severity: "warning" }),
    ...many(10, { severity: "note" }),
  ];
  expect(commands(found)).toEqual({ error: 10, warning: 10, notice: 10 });
  expect(lines(found).at(-1)).toMatch(/^::notice title=replay::4 more rules /);
});

test("exactly ten of each need no last line", () => {
  const found = [...many(10), ...many(10, { severity: "note" })];
  expect(commands(found)).toEqual({ error: 10, notice: 10 });
  expect(lines(found).join("\n")).not.toContain("more rule");
});
