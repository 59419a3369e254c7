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
    id: about("The distinct id; absent: everyone, or everyone at the place", z.optional(text)),
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
    value: about("The flag's value", z.optional(z.union([z.boolean(), z.string()]))),
    variant: about("The key of the variant", z.optional(text)),
    enabled: about(
      'Whether a boolean gate is open: true, or a variant that means "on"',
      z.optional(z.boolean()),
    ),
    payload: about("The payload", z.optional(json)),
    hasPayload: about("Whether there is a payload", z.optional(z.boolean())),
    reason: about("Why the value is what it is", z.optional(z.enum(REASONS))),
    cause: about("Why the flag is inconclusive", z.optional(z.enum(CAUSES))),
    group: about("The release group that decided, from 0", z.optional(z.int().check(z.minimum(0)))),
    missing: about("What lacked for an answer", z.optional(z.array(text))),
    matches: about("For a segment: whether its conditions hold", z.optional(z.boolean())),
  }),
);

const said = table({
  name: about("What the test says; absent: made from the flag and the place", z.optional(text)),
  flag: about("The key of a flag or an experiment", z.optional(text)),
  segment: about("A segment whose conditions are asked, in place of a flag", z.optional(text)),
  person: z.prefault(person, {}),
  at: about("The place in the rollout, in percent, in place of an id", z.optional(percent)),
  variantAt: about("The place among the variants, in percent", z.optional(percent)),
  now: about("The moment relative dates are counted from", z.optional(moment)),
  segments: about("Segments the person is in", byDefault(z.array(text), [])),
  matrix: about("Values by name; the test runs for each combination", z.optional(z.unknown())),
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
