import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OpsError } from "../../src/errors.ts";
import { findings, flagOf, operand, toToml } from "./targeting.ts";

/** What is said about the divergence of a group's conditions, as `severity rule index`. */
function told(...match: readonly string[]): string[] {
  return findings(flagOf(match))
    .filter(({ rule }) => rule.startsWith("divergence."))
    .map(({ severity, rule, pointer }) => `${severity} ${rule} ${pointer.slice(-2, -1)}`);
}

const c = (operator: string, value?: unknown, property?: string): string =>
  toToml(operator, value, property);

/** What to write instead of comparing with a value as a number. */
const hint = (value: string): string | undefined =>
  findings(flagOf([c("gt", value)]))[0]?.message.split(": ")[1];

describe("conditions that can be written so that both sides agree", () => {
  test.each([
    [c("gt", "abc"), "divergence.number"],
    [c("lte", ""), "divergence.number"],
    [c("gt", "10abc"), "divergence.number"],
    [c("lt", " 10 "), "divergence.number"],
    [c("gte", "Infinity"), "divergence.number"],
    [c("gt", "2026-01-01"), "divergence.number"],
    [c("exact", 5), "divergence.integer"],
    [c("exact", ["a", 5]), "divergence.integer"],
    [c("exact", false), "divergence.boolean"],
    [c("exact", ["true", "FALSE"]), "divergence.boolean"],
    [c("icontains", '"pro"'), "divergence.list-as-text"],
    [c("starts_with", "["), "divergence.list-as-text"],
    [c("regex", "(?i)pro"), "divergence.regex"],
    [c("regex", "a(?=b)"), "divergence.regex"],
    [c("regex", "é"), "divergence.regex"],
    [c("semver_gt", "1.2.3-beta"), "divergence.version"],
    [c("semver_eq", "V1.2.3"), "divergence.version"],
    [c("semver_eq", "1.2.3.4"), "divergence.version"],
    [c("semver_lt", "01.2"), "divergence.version"],
    [c("semver_gte", "1.2.3+5"), "divergence.version"],
    [c("semver_wildcard", "1.2.3"), "divergence.version"],
    [c("is_date_after", "2026-01-01"), "divergence.time-zone"],
    [c("is_date_after", "2026-01-01T10:00:00"), "divergence.time-zone"],
    [c("is_date_before", "1767225600"), "divergence.date"],
    [c("is_date_before", "Jan 1, 2026"), "divergence.date"],
    [c("is_not", "a"), "divergence.missing-property"],
    [c("not_icontains", "a"), "divergence.missing-property"],
    [c("not_regex", "^a"), "divergence.missing-property"],
    [c("is_not_set"), "divergence.is-not-set"],
    [c("between", [1, 2]), "divergence.server-only-operator"],
    [c("is_date_exact", "2026-01-01"), "divergence.server-only-operator"],
    [c("icontains_multi", ["a"]), "divergence.server-only-operator"],
    [c("exact", "google", "$initial_utm_source"), "divergence.initial-property"],
  ])("%s is a warning", (condition, rule) => {
    expect(told(condition)).toEqual([`warning ${rule} 0`]);
  });

  test("each says what differs and what to write instead", () => {
    const said = findings(flagOf([c("between", [1, 2])])).map(({ message }) => message);
    expect(said).toEqual([
      'Only the server knows this operator, and locally the condition is undecided: write two conditions, "gte" and "lte"',
    ]);
  });

  test("a comparison of what is no number is told by what the value looks like", () => {
    expect(hint("1.2.3")).toContain("semver_gt");
    expect(hint("2026-01-01")).toContain("is_date_after");
    expect(hint("abc")).toContain("exact");
  });
});

describe("what to write instead is not told again", () => {
  test.each([
    [[c("is_not", "a"), c("is_set")]],
    [[c("not_icontains", "a"), c("icontains", "b")]],
    [[c("is_not", "a", "distinct_id")]],
    [[c("exact", ["pro", "team"])]],
    [[c("exact", true)]],
    [[c("is_not", true), c("is_set")]],
    [[c("exact", 1.5)]],
    [[c("ends_with", "@example.com")]],
    [[c("icontains", "pro")]],
    [[c("regex", "^(?:pro|team)$")]],
    [[c("is_set")]],
    [['type = "flag", property = "a2", value = true']],
  ])("%j is silent", (match) => {
    expect(
      findings(`${flagOf(match)}\n[flags.a2]`).filter(({ rule }) => rule.startsWith("divergence")),
    ).toEqual([]);
  });

  test.each([
    [c("gt", 5), "divergence.number-property"],
    [c("lte", "1e3"), "divergence.number-property"],
    [c("exact", "5"), "divergence.integer-property"],
    [c("semver_gte", "1.2.3"), "divergence.version-property"],
    [c("semver_wildcard", "v1.*"), "divergence.version-property"],
    [c("is_date_after", "2026-01-01T00:00:00Z"), "divergence.date-property"],
    [c("is_date_after", "-30d"), "divergence.date-property"],
    ['type = "cohort", value = 3', "divergence.cohort"],
  ])("%s, which cannot be written better, is a note about the property", (condition, rule) => {
    expect(told(condition)).toEqual([`note ${rule} 0`]);
  });

  test("placing by device is a note at its place", () => {
    expect(findings('[flags.a]\nbucketing = "device_id"')).toMatchObject([
      { severity: "note", rule: "divergence.device", pointer: "flags.a.bucketing", line: 2 },
    ]);
    expect(findings('[flags.a]\nbucketing = "distinct_id"')).toEqual([]);
  });

  test("a local toggle is asked of neither side", () => {
    const text = `[experiments.a]\nremote = false\n[[experiments.a.groups]]\nmatch = [{ ${c("gt", "abc")} }]`;
    expect(findings(text)).toEqual([]);
    expect(findings(text.replace("false", "true"))).toHaveLength(1);
  });

  test("a condition is told once for each reason", () => {
    fc.assert(
      fc.property(fc.array(operand, { minLength: 1, maxLength: 3 }), (operands) => {
        const lines = told(...operands.map(([operator, value]) => c(operator, value)));
        expect(new Set(lines).size).toBe(lines.length);
      }),
    );
  });
});

/** A condition and a value that posthog-node and the server were found to judge differently. */
interface Row {
  readonly operator: string;
  readonly filterValue: unknown;
}

/** One of each kind, for where the full list is not at hand. */
const OWN: readonly Row[] = [
  { operator: "starts_with", filterValue: "value" },
  { operator: "not_ends_with", filterValue: "value" },
  { operator: "gt", filterValue: "5" },
  { operator: "gte", filterValue: 5 },
  { operator: "lt", filterValue: "abc" },
  { operator: "lte", filterValue: true },
  { operator: "semver_eq", filterValue: "1.2.3" },
  { operator: "semver_caret", filterValue: "v1.2.3" },
  { operator: "is_date_before", filterValue: "2022-05-01" },
  { operator: "is_date_after", filterValue: "2022-05-01 00:00:00Z" },
];

const SHARED = join(import.meta.dirname, "../../../shared/vectors/server-divergence.json");

function rows(): readonly Row[] {
  if (!existsSync(SHARED)) return OWN;
  const { cases }: { readonly cases: readonly Row[] } = JSON.parse(readFileSync(SHARED, "utf8"));
  return [...OWN, ...cases];
}

const REFUSED = "refused: PostHog wants text here";
const SILENT = "silent: only a list as the property tells the two apart";

/** How a known divergence is met: the rule that speaks, a refusal, or why nothing is said. */
function meets({ operator, filterValue }: Row): string {
  if (typeof filterValue === "boolean") return REFUSED;
  const number = /^-?\d+(?:\.\d+)?(?:e\d+)?$/.test(String(filterValue));
  if (/^[gl]te?$/.test(operator)) {
    return number ? "note divergence.number-property 0" : "warning divergence.number 0";
  }
  if (operator.startsWith("semver_")) return "note divergence.version-property 0";
  if (operator.startsWith("is_date_")) {
    return String(filterValue).endsWith("Z")
      ? "note divergence.date-property 0"
      : "warning divergence.time-zone 0";
  }
  if (operator.startsWith("not_")) return "warning divergence.missing-property 0";
  return SILENT;
}

const distinct = new Map(
  rows().map((row) => [JSON.stringify([row.operator, row.filterValue]), row]),
);

test.each([...distinct.values()])(
  "the known divergence of $operator $filterValue is met",
  (row) => {
    expect(answered(row)).toBe(meets(row));
  },
);

function answered({ operator, filterValue }: Row): string {
  try {
    return told(c(operator, filterValue)).join() || SILENT;
  } catch (error) {
    if (error instanceof OpsError) return REFUSED;
    throw error;
  }
}
