import { expect, test } from "vitest";
import { casesOf } from "../../../src/report/findings-cases.ts";
import { junit } from "../../../src/report/formats/junit.ts";
import { finding, outcome } from "./found.ts";

test("a rule that passed is seen to have passed, errors fail, the rest is remarked", () => {
  const findings = [
    finding(),
    finding({ rule: "id.uuid", severity: "warning", fingerprint: "1", count: 4 }),
  ];
  const rules = ["event.unknown-event", "event.unknown-property", "id.uuid"];
  const { report, ...rest } = outcome(findings);
  if (report === undefined) throw new Error("no report");
  const cases = casesOf(findings, { rules, file: "assay.toml" });
  expect(junit.render({ ...rest, report: { ...report, cases } }).split("\n")).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="assay replay" tests="3" failures="1" errors="0" skipped="0">',
    '  <testsuite name="event" tests="2" failures="1" errors="0" skipped="0">',
    '    <testcase name="event.unknown-event" classname="assay.event" file="assay.toml"/>',
    '    <testcase name="event.unknown-property" classname="assay.event" file="assay.toml" line="12">',
    '      <failure message="The property is not declared" type="assertion">The property is not declared',
    "error properties.title ×1: logs/a.jsonl:3</failure>",
    "    </testcase>",
    "  </testsuite>",
    '  <testsuite name="id" tests="1" failures="0" errors="0" skipped="0">',
    '    <testcase name="id.uuid" classname="assay.id" file="assay.toml" line="12">',
    "      <system-out>warning properties.title ×4: logs/a.jsonl:3, …</system-out>",
    "    </testcase>",
    "  </testsuite>",
    "</testsuites>",
    "",
  ]);
});

test("a rule that nobody listed is a case where it found something", () => {
  const [suite] = casesOf([finding()], { rules: [], file: "assay.toml" });
  expect(suite).toMatchObject({ name: "event", cases: [{ name: "event.unknown-property" }] });
});

test("a rule that is switched off is skipped, where it would have been asked", () => {
  const rules = ["id.uuid", "id.digest"];
  const cases = casesOf([], { rules, off: ["id.uuid", "net.ipv4"], file: "assay.toml" });
  const { report, ...rest } = outcome([]);
  if (report === undefined) throw new Error("no report");
  const written = junit.render({ ...rest, report: { ...report, cases } });
  expect(written).toContain('tests="2" failures="0" errors="0" skipped="1"');
  expect(written).toMatch(
    /<testcase name="id\.uuid"[^>]*>\s*<skipped message="[^"]+"\/>\s*<\/testcase>/,
  );
  expect(written).not.toContain("net.ipv4");
});
