import * as fc from "fast-check";
import { findingsOf } from "../../src/config/check.ts";
import { parseConfig } from "../../src/config/parse.ts";
import type { Finding } from "../../src/privacy/finding.ts";

/** What is found in a config. */
export function findings(text: string): Finding[] {
  return findingsOf(parseConfig(text, { file: "assay.toml" }), "2026-06-15");
}

/** The findings as `rule pointer`, in their order. */
export function found(text: string): string[] {
  return findings(text).map(({ rule, pointer }) => `${rule} ${pointer}`);
}

/** A flag `a` with these groups, each a list of conditions as TOML writes them. */
export function flagOf(...groups: readonly (readonly string[])[]): string {
  return groups
    .map(
      (match) => `[[flags.a.groups]]\nmatch = [${match.map((each) => `{ ${each} }`).join(", ")}]`,
    )
    .join("\n");
}

/** A condition as TOML writes it. */
export function toToml(operator: string, value: unknown, property = "p"): string {
  const said = value === undefined ? "" : `, value = ${JSON.stringify(value)}`;
  return `property = "${property}", operator = "${operator}"${said}`;
}

const words = fc.constantFrom(
  "a",
  "k",
  "ab",
  "abc",
  "b",
  "bc",
  "B",
  "true",
  "false",
  "null",
  "5",
  "",
);
const numbers = fc.constantFrom("5", "10", "9", "-5", "-10", "1.5", "0", "100", "1e1", "abc", "");
const versions = fc.constantFrom("1.2.3", "1.2", "2", "1.3.0", "0.2.1", "0.0.3", "1.2.3-beta");
const wildcards = fc.constantFrom("1.*", "1.2.*", "2.*");
const dates = fc.constantFrom(
  "2026-01-01",
  "2026-01-02",
  "2026-01-01T00:00:00Z",
  "2026-01-01T02:00:00+03:00",
  "2026-01-01T00:00:00",
  "30d",
  "-7d",
  "24h",
  "1w",
  "1m",
  "2m",
  "1y",
);
const patterns = fc.constantFrom("^a", "b$", "a.c", "", "(?i)a");

/** An operator with a value of its kind; few values, so that conditions meet. */
export const operand: fc.Arbitrary<readonly [operator: string, value: unknown]> = fc.oneof(
  fc.tuple(fc.constantFrom("exact", "is_not"), words),
  fc.tuple(
    fc.constantFrom("exact", "is_not"),
    fc.array(fc.oneof(words, numbers, fc.constantFrom(5, 1.5, true, false)), { maxLength: 3 }),
  ),
  fc.tuple(fc.constantFrom("exact", "is_not"), fc.constantFrom(5, 1.5, true, false)),
  fc.tuple(fc.constantFrom("is_set", "is_not_set"), fc.constant(undefined)),
  fc.tuple(
    fc
      .constantFrom("icontains", "starts_with", "ends_with")
      .chain((name) => fc.constantFrom(name, `not_${name}`)),
    words,
  ),
  fc.tuple(fc.constantFrom("gt", "gte", "lt", "lte"), numbers),
  fc.tuple(
    fc
      .constantFrom("eq", "neq", "gt", "gte", "lt", "lte", "tilde", "caret")
      .map((name) => `semver_${name}`),
    versions,
  ),
  fc.tuple(fc.constant("semver_wildcard"), wildcards),
  fc.tuple(fc.constantFrom("is_date_before", "is_date_after"), dates),
  fc.tuple(fc.constantFrom("regex", "not_regex"), patterns),
);

/** What a person may hold: the values asked for, what lies between, and other things. */
export const heldValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(words, numbers, versions, dates) },
  fc.constantFrom(
    5,
    7,
    1.5,
    -7,
    10,
    true,
    false,
    null,
    ["a"],
    ["true"],
    [],
    { a: "b" },
    "\u212a",
    "K",
    "é",
  ),
  fc.constantFrom("1.2.9", "1.9.9", "2.0.0", "2026-01-01T12:00:00Z", "2026-06-10", "10abc", "\r"),
  fc.constantFrom(1_767_225_600_000, 1_767_225_600, Number.NaN, "Infinity", "-", ",", "!", "1a"),
  fc.string({ maxLength: 4 }),
);
