import type { FlagProperty } from "../evaluation/flag.ts";
import type { Cause, Reason } from "../evaluation/outcome.ts";

/** One spec file: what some flags are expected to be for some people. */
export interface Spec {
  /** The path as it was given; reports name the file by it. */
  readonly file: string;
  /** By name. */
  readonly segments: ReadonlyMap<string, Segment>;
  /** In the order of the file, a matrix as one test for each combination. */
  readonly tests: readonly SpecTest[];
}

/** A kind of person: the properties that one has, and the conditions that tell one. */
export interface Segment {
  readonly props: Properties;
  /** All must hold, as in a release group; none: the segment only lends its properties. */
  readonly match: readonly FlagProperty[];
}

/** One expectation about one flag, or about one segment's conditions. */
export interface SpecTest {
  readonly name: string;
  readonly kind: "flag" | "segment";
  /** The flag's key, or the segment's name. */
  readonly key: string;
  /** Where the test stands in its file, from one. */
  readonly line: number;
  readonly person: SpecPerson;
  /** The segments the person is in: their properties join, and their conditions must hold. */
  readonly segments: readonly string[];
  /** The moment relative dates are counted from, an ISO time; absent: the clock. */
  readonly now: string | undefined;
  readonly expect: Expectation;
}

/** One person by id, or everyone at a place; without an id and a place it is everyone. */
export interface SpecPerson {
  readonly id: string | undefined;
  /** The place in the rollout in percent: who is in from this share on. */
  readonly at: number | undefined;
  /** The place among the variants in percent. */
  readonly variantAt: number | undefined;
  readonly props: Properties;
  readonly groups: Readonly<Record<string, string | number>>;
  readonly groupProperties: Readonly<Record<string, Properties>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** What is asserted; what is undefined is not. */
export interface Expectation {
  readonly value?: boolean | string | undefined;
  /** The key of the variant. */
  readonly variant?: string | undefined;
  /** Whether a boolean gate is open: true, or one of the variants that mean "on". */
  readonly enabled?: boolean | undefined;
  readonly payload?: unknown;
  readonly hasPayload?: boolean | undefined;
  readonly reason?: Reason | undefined;
  readonly cause?: Cause | undefined;
  /** The release group that decided, from 0. */
  readonly group?: number | undefined;
  /** What lacked, in any order. */
  readonly missing?: readonly string[] | undefined;
  /** Whether a segment's conditions hold. */
  readonly matches?: boolean | undefined;
}
