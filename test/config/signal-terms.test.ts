import { expect, test } from "vitest";
import { findingsOf } from "../../src/config/check.ts";
import { parseConfig } from "../../src/config/parse.ts";

const SIGNAL = `
[metrics.signals.finish_reason]
on = "usage"
label = "finish"
buckets = ["stop", "length"]
other = "other"
`;

/** Severity, rule and pointer of what `check` finds on 2026-11-21. */
const found = (toml: string): string[] =>
  findingsOf(parseConfig(toml, { file: "assay.toml" }), "2026-11-21").map(
    ({ severity, rule, pointer }) => `${severity} ${rule} ${pointer}`,
  );
const AT = "metrics.signals.finish_reason";
const TERMS = `max = 10
owner = "agent team"
purpose = "Which turns end early"
review = "https://example.com/pull/12"
expires = 2026-11-21
`;
const ASKED = `[metrics]\nrequire = ["owner", "purpose", "review", "expires"]\n`;

test("nothing is asked of a signal unless the team asks", () => {
  expect(found(SIGNAL)).toEqual([]);
});

test.each(["max", "owner", "purpose", "review", "expires"])("%s may be asked for", (field) => {
  expect(found(ASKED + SIGNAL + TERMS)).toEqual([]);
  const without = TERMS.replace(new RegExp(`^${field} = .*\\n`, "m"), "");
  expect(found(ASKED + SIGNAL + without)).toEqual([`warning def.missing-metadata ${AT}`]);
});

test.each(["", "TODO", " tbd "])("%j says nothing", (owner) => {
  const terms = TERMS.replace("agent team", owner);
  expect(found(ASKED + SIGNAL + terms)).toEqual([`warning def.missing-metadata ${AT}`]);
});

test.each([
  ["2026-11-20", true],
  ["2026-11-21", false],
  ["2028-11-20", false],
  ["2028-11-21", true],
])("a signal that ends on %s: %s", (day, isFound) => {
  const said = isFound ? [`warning def.expired-signal ${AT}`] : [];
  expect(found(`${SIGNAL}expires = ${day}`)).toEqual(said);
  const strict = `[privacy]\nrules = "strict"\n${SIGNAL}expires = ${day}`;
  expect(found(strict)).toEqual(said.map((line) => line.replace("warning", "error")));
});

test("a retired bucket may not come back", () => {
  expect(found(`${SIGNAL}retired = ["aborted"]`)).toEqual([]);
  expect(found(`${SIGNAL}retired = ["aborted", "stop"]`)).toEqual([`error def.reused-label ${AT}`]);
});

test("a ratio has its unit", () => {
  const ratio = `[metrics.signals.hits]\non = "usage"\nratio = ["a", "b"]\nmax = 5\nedges = { low = 0, high = 50 }`;
  expect(found(`[metrics]\nrequire = []\n${ratio}`)).toEqual([]);
});
