import { z } from "zod/mini";
import { about } from "../config/schema/about.ts";
import { byDefault } from "../config/schema/by-default.ts";
import { condition } from "../config/schema/condition.ts";
import { json } from "../config/schema/json.ts";
import { list } from "../config/schema/list.ts";
import { percent, text, textOfDate } from "../config/schema/scalar.ts";
import { table } from "../config/schema/table.ts";
import type { Cause, Reason } from "../evaluation/outcome.ts";
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

const REASONS = [
  "condition_match",
  "no_condition_match",
  "out_of_rollout_bound",
  "no_group_type",
  "holdout_condition_value",
  "disabled",
  "default",
  "inconclusive",
] as const satisfies readonly Reason[];

const CAUSES = [
  "experience_continuity",
  "unsupported_definition",
  "unresolved_dependency",
  "missing_context",
] as const satisfies readonly Cause[];

const properties = z.record(text, json);

const person = about(
  "Who asks",
  table({
    id: z.optional(about("The distinct id; absent: everyone, or everyone at the place", text)),
    props: about("Person properties", byDefault(properties, {})),
    groups: about(
      "Group keys by group type",
      byDefault(z.record(text, z.union([z.string(), z.number()])), {}),
    ),
    groupProps: about("Group properties by group type", byDefault(z.record(text, properties), {})),
  }),
);

/** A moment that is the same on every machine. */
const moment = z.pipe(
  z.transform(textOfDate),
  z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: "Expected a date, or a time with its zone, such as 2026-12-01T09:00:00Z",
  }),
);

const expectation: z.ZodMiniType<Expectation> = about(
  "What must hold; what is not written is not asked",
  table({
    value: z.optional(about("The flag's value", z.union([z.boolean(), z.string()]))),
    variant: z.optional(about("The key of the variant", text)),
    enabled: z.optional(
      about('Whether a boolean gate is open: true, or a variant that means "on"', z.boolean()),
    ),
    payload: z.optional(about("The payload", json)),
    hasPayload: z.optional(about("Whether there is a payload", z.boolean())),
    reason: z.optional(about("Why the value is what it is", z.enum(REASONS))),
    cause: z.optional(about("Why the flag is inconclusive", z.enum(CAUSES))),
    group: z.optional(about("The release group that decided, from 0", z.int().check(z.minimum(0)))),
    missing: z.optional(about("What lacked for an answer", z.array(text))),
    matches: z.optional(about("For a segment: whether its conditions hold", z.boolean())),
  }),
);

const said = table({
  name: z.optional(about("What the test says; absent: made from the flag and the place", text)),
  flag: z.optional(about("The key of a flag or an experiment", text)),
  segment: z.optional(about("A segment whose conditions are asked, in place of a flag", text)),
  person: z.prefault(person, {}),
  at: z.optional(about("The place in the rollout, in percent, in place of an id", percent)),
  variantAt: z.optional(about("The place among the variants, in percent", percent)),
  now: z.optional(about("The moment relative dates are counted from", moment)),
  segments: about("Segments the person is in", byDefault(z.array(text), [])),
  matrix: z.optional(about("Values by name; the test runs for each combination", z.unknown())),
  expect: expectation,
});

/** One `[[tests]]`. */
export const writtenTest: z.ZodMiniType<WrittenTest> = z.pipe(
  said,
  z.transform(({ name, flag, segment, person: who, at, variantAt, now, segments, expect }) => ({
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
  })),
);

/** The values of a matrix, by name. */
export const matrix: z.ZodMiniType<Readonly<Record<string, readonly unknown[]>>> = z.record(
  text,
  list(json, 1),
);

const segment: z.ZodMiniType<Segment> = about(
  "A kind of person",
  table({
    props: about("Properties that such a person has", byDefault(properties, {})),
    match: about("Conditions that tell such a person", byDefault(z.array(condition), [])),
  }),
);

/** The whole of a spec file, its tests unread. */
export const document: z.ZodMiniType<{
  readonly segments: Readonly<Record<string, Segment>>;
  readonly tests: readonly unknown[];
}> = table({
  segments: about("Kinds of people, by name", byDefault(z.record(text, segment), {})),
  tests: about("What must hold", list(z.unknown(), 1)),
});
