import { type Condition, conditionsOf } from "../condition.ts";
import type { Declaration } from "../../experiment/declaration.ts";
import { type Judge, type Judgement, pathOf } from "../judgement.ts";
import type { Path } from "../problem.ts";
import { date } from "./divergence/date.ts";
import type { Divergences } from "./divergence/divergence.ts";
import { exact } from "./divergence/exact.ts";
import { missing } from "./divergence/missing.ts";
import { numeric } from "./divergence/numeric.ts";
import { regex } from "./divergence/regex.ts";
import { semver } from "./divergence/semver.ts";
import { serverOnly } from "./divergence/server-only.ts";
import { text } from "./divergence/text.ts";
import { cohort, initialProperty, NO_DEVICE } from "./divergence/whom.ts";

/** Every reason for two answers; one line here is all a new one needs. */
const divergences: readonly Divergences[] = [
  cohort,
  date,
  exact,
  initialProperty,
  missing,
  numeric,
  regex,
  semver,
  serverOnly,
  text,
];

/**
 * Conditions that posthog-node 5.70.0 and PostHog's server judge differently (`posthog-api.md`
 * 5.12). A local toggle is asked of neither.
 */
export const divergence: Judge = ({ flags, experiments }) =>
  [...flags, ...experiments.filter(({ remote }) => remote)].flatMap(judge);

function judge(declaration: Declaration): Judgement[] {
  const path = pathOf(declaration);
  const { bucketing } = declaration;
  return [
    ...(bucketing === "device_id" ? [{ ...NO_DEVICE, path: [...path, "bucketing"] }] : []),
    ...conditionsOf(declaration).flatMap((group, at) =>
      judgeGroup(group, [...path, "groups", at, "match"]),
    ),
  ];
}

function judgeGroup(group: readonly Condition[], path: Path): Judgement[] {
  return group.flatMap((condition, index) =>
    divergences
      .flatMap((judgeCondition) => judgeCondition(condition, group))
      .map((found) => ({ ...found, path: [...path, index] })),
  );
}
