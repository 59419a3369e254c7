import { describe, expect, test } from "vitest";
import type { Definitions, FlagDefinition, FlagProperty } from "../../src/evaluation/flag.ts";
import { assignment } from "../../src/warehouse/assignment/assignment.ts";
import { lettersFor } from "../../src/warehouse/assignment/letters.ts";
import { clickhouse } from "../../src/warehouse/dialects/clickhouse.ts";
import { duckdb } from "../../src/warehouse/dialects/duckdb.ts";

const flag = (filters: FlagDefinition["filters"], more: Partial<FlagDefinition> = {}) => ({
  key: "flag",
  active: true,
  filters,
  ...more,
});

const asking = (property: FlagProperty): FlagDefinition =>
  flag({ groups: [{ properties: [property] }] });

function refusals(definition: FlagDefinition, more: Partial<Definitions> = {}): readonly string[] {
  const written = assignment("flag", { ...more, flags: [definition] }, clickhouse);
  return "refusals" in written ? written.refusals : [];
}

describe("an assignment as SQL", () => {
  test("compares the first 60 bits as whole numbers", () => {
    const definitions = { flags: [flag({ groups: [{ rollout_percentage: 50 }] })] };
    expect(assignment("flag", definitions, clickhouse)).toEqual({
      sql: `CASE WHEN distinct_id IS NULL THEN NULL
  ELSE CASE WHEN bitShiftRight(reinterpretAsUInt64(reverse(substring(SHA1('flag.' || distinct_id), 1, 8))), 4) < 576460752303423553 THEN 'true'
  ELSE 'false' END END`,
    });
    expect(assignment("flag", definitions, duckdb)).toEqual({
      sql: `CASE WHEN distinct_id IS NULL THEN NULL
  ELSE CASE WHEN CAST('0x' || substr(sha1('flag.' || distinct_id), 1, 15) AS UBIGINT) < 576460752303423553 THEN 'true'
  ELSE 'false' END END`,
    });
  });

  test("is false for a flag that is switched off, whatever it asks for", () => {
    const off = { ...asking({ key: "plan", operator: "regex", value: "^p" }), active: false };
    expect(assignment("flag", { flags: [off] }, duckdb)).toEqual({
      sql: "'false'",
    });
  });

  test("keeps what stands in keys and values inside its literals", () => {
    const key = String.raw`a'b\c`;
    const definitions = {
      flags: [{ ...flag({ groups: [{ rollout_percentage: 50 }] }), key }],
    };
    expect(assignment(key, definitions, clickhouse)).toMatchObject({
      sql: expect.stringContaining(String.raw`SHA1('a\'b\\c.' || distinct_id)`),
    });
    expect(assignment(key, definitions, duckdb)).toMatchObject({
      sql: expect.stringContaining(String.raw`sha1('a''b\c.' || distinct_id)`),
    });
  });

  test("writes a NUL so that ClickHouse does not end there", () => {
    expect(clickhouse.text("a\0b")).toBe(String.raw`'a\0b'`);
  });
});

describe("what SQL cannot say is refused by name", () => {
  const circle = {
    type: "AND",
    values: [{ key: "id", type: "cohort", value: "1" } satisfies FlagProperty],
  };
  test.each<[string, FlagDefinition, Partial<Definitions>, RegExp]>([
    [
      "a regular expression",
      asking({ key: "email", operator: "regex", value: "@a" }),
      {},
      /regex on "email"/,
    ],
    [
      "a relative date",
      asking({ key: "at", operator: "is_date_before", value: "-7d" }),
      {},
      /is_date_before on "at": it counts from the moment of asking/,
    ],
    [
      "a date no text of one length says",
      asking({ key: "at", operator: "is_date_after", value: 8e15 }),
      {},
      /is_date_after on "at": its year/,
    ],
    [
      "a range of versions",
      asking({ key: "v", operator: "semver_caret", value: "1.2.3" }),
      {},
      /semver_caret on "v"/,
    ],
    [
      "a version beyond what a double holds",
      asking({ key: "v", operator: "semver_gt", value: "1.99999999999999999999" }),
      {},
      /semver_gt on "v": its version/,
    ],
    [
      "an operator of PostHog's own",
      asking({ key: "v", operator: "is_cleaned_path_exact", value: "a" }),
      {},
      /is_cleaned_path_exact on "v"/,
    ],
    [
      "a comparison of texts",
      asking({ key: "day", operator: "gt", value: "monday" }),
      {},
      /gt on "day": it compares with a text/,
    ],
    ["a sigma", asking({ key: "name", value: "ΣΑΣ" }), {}, /exact on "name": its letters/],
    [
      "a value no client can use",
      asking({ key: "n", value: 5 }),
      {},
      /exact on "n" has no meaning/,
    ],
    [
      "a static cohort",
      asking({ key: "id", type: "cohort", value: 9 }),
      {},
      /only PostHog knows who is in cohort 9/,
    ],
    [
      "a circle of cohorts",
      asking({ key: "id", type: "cohort", value: 1 }),
      { cohorts: { 1: circle } },
      /cohort 1 leads back to itself/,
    ],
    [
      "a broken chain",
      asking({ key: "gone", type: "flag", value: true, dependency_chain: ["gone"] }),
      {},
      /chain of flags up to "gone"/,
    ],
    [
      "a flag that needs itself",
      asking({ key: "flag", type: "flag", value: true, dependency_chain: ["flag"] }),
      {},
      /"flag" leads back to itself/,
    ],
    [
      "experience continuity",
      flag({}, { ensure_experience_continuity: true }),
      {},
      /experience continuity/,
    ],
    ["devices", flag({}, { bucketing_identifier: "device_id" }), {}, /by their device/],
    [
      "a group type that has no name",
      flag({ aggregation_group_type_index: 1 }),
      { group_type_mapping: { 0: "company" } },
      /about a group type without a name/,
    ],
    [
      "a variant called true",
      flag({ multivariate: { variants: [{ key: "true", rollout_percentage: 9 }] } }),
      {},
      /a variant called/,
    ],
  ])("%s", (_, definition, more, why) => {
    expect(refusals(definition, more).join("; ")).toMatch(why);
  });

  test("with every reason at once", () => {
    const both = flag({
      groups: [
        { properties: [{ key: "email", operator: "regex", value: "@a" }] },
        { properties: [{ key: "id", type: "cohort", value: 9 }] },
      ],
    });
    expect(refusals(both)).toHaveLength(2);
  });

  test("and so is what no engine would read", () => {
    const long = Array.from({ length: 30_000 }, (_, index) => `value-${index}`);
    expect(refusals(asking({ key: "plan", value: long }))).toEqual([
      '"flag" is too long for a query',
    ]);
  });

  test("even where only the rows it says nothing of make it so", () => {
    const groups = Array.from({ length: 75 }, (_, at) => ({
      properties: [{ key: `number-${at}`, operator: "gt", value: at }],
    }));
    expect(refusals(flag({ groups }))).toEqual(['"flag" is too long for a query']);
  });

  test("and chains that double with each flag", () => {
    const keys = Array.from({ length: 40 }, (_, index) => `flag-${index}`);
    const flags = keys.map((key, index) => ({
      ...flag({
        groups: keys.slice(0, index).map((needed, place) => ({
          properties: [
            {
              key: needed,
              type: "flag" as const,
              value: true,
              dependency_chain: keys.slice(0, place + 1),
            },
          ],
        })),
      }),
      key,
    }));
    expect(assignment("flag-39", { flags }, duckdb)).toHaveProperty("refusals");
  });
});

test("letters that share a lower case are told, also beyond ASCII", () => {
  expect(lettersFor(["key"])).toEqual({ from: "EKY\u212a", to: "ekyk" });
  expect(lettersFor(["ä1"])).toEqual({ from: "Ä", to: "ä" });
});
