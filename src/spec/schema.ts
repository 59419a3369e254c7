import { z } from "zod";
import { condition } from "../config/schema/condition.ts";
import { json } from "../config/schema/json.ts";
import { list } from "../config/schema/list.ts";
import { percent, text, textOfDate } from "../config/schema/scalar.ts";
import { table } from "../config/schema/table.ts";
import type { Expectation, Segment, SpecPerson } from "./spec.ts";

/** A test as it is written, its matrix filled in. */
export interface WrittenTest {
  readonly name: string | undefined;
  readonly flag: string | undefined;
  readonly segment: string | undefined;
  readonly person: SpecPerson;
  readonly segments: readonly string[];
  readonly now: string | undefined;
  readonly expect: Expectation;
}

const properties = z.record(text, json);

const person = table({
  id: text.describe("The distinct id; absent: everyone, or everyone at the place").optional(),
  props: properties.default({}).describe("Person properties"),
  groups: z
    .record(text, z.union([z.string(), z.number()]))
    .default({})
    .describe("Group keys by group type"),
  groupProps: z.record(text, properties).default({}).describe("Group properties by group type"),
}).describe("Who asks");

/** A moment that is the same on every machine. */
const moment = z.preprocess(
  textOfDate,
  z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: "Expected a date, or a time with its zone, such as 2026-12-01T09:00:00Z",
  }),
);

const expectation: z.ZodType<Expectation> = table({
  value: z.union([z.boolean(), z.string()]).describe("The flag's value").optional(),
  variant: text.describe("The key of the variant").optional(),
  enabled: z
    .boolean()
    .describe('Whether a boolean gate is open: true, or a variant that means "on"')
    .optional(),
  payload: json.describe("The payload").optional(),
  hasPayload: z.boolean().describe("Whether there is a payload").optional(),
  reason: z
    .enum([
      "condition_match",
      "no_condition_match",
      "out_of_rollout_bound",
      "no_group_type",
      "holdout_condition_value",
      "disabled",
      "default",
      "inconclusive",
    ])
    .describe("Why the value is what it is")
    .optional(),
  cause: z
    .enum([
      "experience_continuity",
      "unsupported_definition",
      "unresolved_dependency",
      "missing_context",
    ])
    .describe("Why the flag is inconclusive")
    .optional(),
  group: z.int().min(0).describe("The release group that decided, from 0").optional(),
  missing: z.array(text).describe("What lacked for an answer").optional(),
  matches: z.boolean().describe("For a segment: whether its conditions hold").optional(),
}).describe("What must hold; what is not written is not asked");

/** One `[[tests]]`. */
export const writtenTest: z.ZodType<WrittenTest> = table({
  name: text.describe("What the test says; absent: made from the flag and the place").optional(),
  flag: text.describe("The key of a flag or an experiment").optional(),
  segment: text.describe("A segment whose conditions are asked, in place of a flag").optional(),
  person: person.prefault({}),
  at: percent.describe("The place in the rollout, in percent, in place of an id").optional(),
  variantAt: percent.describe("The place among the variants, in percent").optional(),
  now: moment.describe("The moment relative dates are counted from").optional(),
  segments: z.array(text).default([]).describe("Segments the person is in"),
  matrix: z.unknown().describe("Values by name; the test runs for each combination").optional(),
  expect: expectation,
}).transform(({ name, flag, segment, person: who, at, variantAt, now, segments, expect }) => ({
  name,
  flag,
  segment,
  person: {
    id: who.id,
    at,
    variantAt,
    props: who.props,
    groups: who.groups,
    groupProperties: who.groupProps,
  },
  segments,
  now,
  expect,
}));

/** The values of a matrix, by name. */
export const matrix: z.ZodType<Readonly<Record<string, readonly unknown[]>>> = z.record(
  text,
  list(json, 1),
);

const segment: z.ZodType<Segment> = table({
  props: properties.default({}).describe("Properties that such a person has"),
  match: z.array(condition).default([]).describe("Conditions that tell such a person"),
}).describe("A kind of person");

/** The whole of a spec file, its tests unread. */
export const document: z.ZodType<{
  readonly segments: Readonly<Record<string, Segment>>;
  readonly tests: readonly unknown[];
}> = table({
  segments: z.record(text, segment).default({}).describe("Kinds of people, by name"),
  tests: list(z.unknown(), 1).describe("What must hold"),
});
