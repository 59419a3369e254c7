import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byEvaluator, bySql, flag, orNull, sqlOf, variants } from "./assigned.ts";
import { engines } from "./engines.ts";

/** Values and operators that are about the same things. */
interface Family {
  readonly about: string;
  readonly operators: readonly string[];
  readonly values: fc.Arbitrary<unknown>;
  /** The least part of what the evaluator tells that SQL must tell too. */
  readonly told: number;
}

const anything = fc.oneof(
  fc.constantFrom(
    ..."pro,PRO,true,True,1.5,5,10abc,,k,ß,SS,Ä,ä,007,-0,1e3,a'b\\c,\u212a".split(","),
  ),
  fc.string({ unit: "grapheme", maxLength: 4 }),
  fc.constantFrom(true, false, null, 0, 5, 1.5, -1.5, 1e21, 0.1, 2 ** 53, -0, 1e-7),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(["pro"], { a: 1 }, []),
);

const part = fc.constantFrom("0", "1", "2", "10", "01", "", "x", "999999999999999", "1e3");
const versions = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map((each) => each.join(".")) },
  fc.array(part, { minLength: 1, maxLength: 4 }).map((each) => each.join(".")),
  fc.constantFrom(
    "v1.2.3",
    "V2",
    "1.2",
    "1.2.3-beta.1",
    "1.2.3+build",
    " 1.2.3",
    "1.2.3-a\nb",
    1,
    1.5,
    true,
    null,
  ),
);

const at = fc.date({
  min: new Date("1999-12-30"),
  max: new Date("2004-03-02"),
  noInvalidDate: true,
});
const moments = fc.oneof(
  at.map((date) => date.toISOString()),
  at.map((date) => `${date.toISOString().slice(0, 19)}Z`),
  at.map((date) => date.toISOString().slice(0, 10)),
  at.map((date) => date.valueOf()),
  fc.constantFrom(
    ..."2000-02-29,2001-02-29,2001-02-30,2001-13-01,2000-02,2000,2000-01-01T24:00:00Z,soon,-7d,".split(
      ",",
    ),
  ),
  fc.constantFrom(0, 1.5, -1, 8.64e15, 1e16, true, null),
);

const FAMILIES: readonly Family[] = [
  {
    about: "texts, numbers and presence",
    operators:
      "exact,is_not,gt,gte,lt,lte,icontains,not_icontains,starts_with,not_starts_with,ends_with,not_ends_with,is_set,is_not_set".split(
        ",",
      ),
    values: anything,
    told: 0.5,
  },
  {
    about: "versions",
    operators: "semver_eq,semver_neq,semver_gt,semver_gte,semver_lt,semver_lte".split(","),
    values: versions,
    told: 0.6,
  },
  {
    about: "moments",
    operators: ["is_date_before", "is_date_after"],
    values: moments,
    told: 0.7,
  },
];

const cases = engines.flatMap((engine) => FAMILIES.map((family) => ({ engine, family })));

test.each(cases)(
  "$engine.name agrees with the evaluator about $family.about, or says null",
  async ({ engine, family: { operators, values, told: least } }) => {
    const KEYS = ["plan", "distinct_id", "$group_key", "it's/a~name", "constructor"];
    const property = fc.record({
      key: fc.constantFrom(...KEYS),
      operator: fc.constantFrom(...operators),
      value: fc.oneof({ weight: 4, arbitrary: values }, fc.array(values, { maxLength: 3 })),
    });
    const group = fc.record({
      properties: fc.array(property, { maxLength: 2 }),
      rollout_percentage: fc.constantFrom(0, 10, 50, 100, 33.3, null),
      variant: fc.constantFrom(null, "control", "third", "absent"),
      aggregation_group_type_index: fc.constantFrom(null, null, 0, 1, 7),
    });
    const filtersOf = fc.record({
      groups: fc.array(group, { minLength: 1, maxLength: 3 }),
      early_exit: fc.boolean(),
      multivariate: fc.constantFrom(null, { variants }),
      holdout: fc.constantFrom(null, null, { id: 3, exclusion_percentage: 40 }),
      aggregation_group_type_index: fc.constantFrom(null, null, 0, 1),
    });
    const properties = fc.record(Object.fromEntries(KEYS.map((key) => [key, values])), {
      requiredKeys: [],
    });
    const person = fc.record(
      {
        distinctId: fc.constantFrom("User-1", "user-2", "ü", "3"),
        personProperties: properties,
        groups: fc.record(
          { company: fc.constantFrom("acme", "7"), team: fc.constant("red") },
          { requiredKeys: [] },
        ),
        groupProperties: fc.record({ company: properties, team: properties }, { requiredKeys: [] }),
      },
      { requiredKeys: ["distinctId", "groups"] },
    );
    const crowd = fc.array(person, { minLength: 1, maxLength: 6 });
    let told = 0;
    let known = 0;
    await fc.assert(
      fc.asyncProperty(
        filtersOf,
        crowd,
        fc.constantFrom(1, 2),
        async (filters, people, version) => {
          const definitions = {
            flags: [flag(filters)],
            property_matching_version: version,
            group_type_mapping: { 0: "company", 1: "team" },
          };
          const sql = sqlOf("flag", definitions, engine);
          fc.pre(sql !== undefined);
          const expected = byEvaluator("flag", definitions, people);
          const seen = await bySql(sql ?? "", people, definitions, engine);
          expect(seen).toEqual(orNull(expected, seen));
          known += expected.filter((value) => value !== null).length;
          told += seen.filter((value) => value !== null).length;
        },
      ),
      { numRuns: 300 },
    );
    expect(told / known).toBeGreaterThan(least);
  },
);
