import { expect, test } from "vitest";
import { gitlab } from "../../../src/report/formats/gitlab.ts";
import { finding, many, outcome } from "./found.ts";

test("a bare array, each fingerprint once, severities in GitLab's words", () => {
  const found = [
    finding(),
    finding({ line: 8 }),
    ...many(1, { severity: "warning", pointer: "", line: null }),
    ...many(1, { severity: "note" }),
  ];
  const issues: Record<string, unknown>[] = JSON.parse(gitlab.render(outcome(found)));
  expect(issues.map(({ severity }) => severity)).toEqual(["critical", "major", "info"]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  expect(issues[0]).toEqual({
    description:
      "The property is not declared (1 time at properties.title: logs/a.jsonl:3, logs/a.jsonl:8)",
    check_name: "event.unknown-property",
    fingerprint: "0".repeat(32),
    severity: "critical",
    location: { path: "assay.toml", lines: { begin: 12 } },
  });
});

test("nothing found is an empty array, which clears what was shown before", () => {
  expect(gitlab.render(outcome([]))).toBe("[]\n");
});
