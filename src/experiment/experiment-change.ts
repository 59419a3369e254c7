import type { ExperimentChange } from "./change.ts";
import type { ExperimentDeclaration } from "./declaration.ts";
import { compareFields, type FieldChange } from "./fields.ts";
import { sightOfExperiment } from "./fingerprint.ts";
import type { Json, JsonObject } from "./json.ts";
import type { ObservedExperiment } from "./observed.ts";
import { STILL } from "./reassignment.ts";
import { type ExperimentSettings, experimentSettings } from "./settings.ts";

/** A declared experiment beside what PostHog holds and what was last applied. */
export interface ExperimentSides {
  readonly declared: ExperimentDeclaration;
  readonly observed: ObservedExperiment | undefined;
  readonly base: ExperimentSettings | undefined;
}

/** What must happen to an experiment; undefined when it holds already what the config says. */
export function experimentChange(sides: ExperimentSides): ExperimentChange | undefined {
  const { declared, observed, base } = sides;
  const config = experimentSettings(declared);
  const remote = observed && experimentSettings(observed);
  const fields =
    remote === undefined ? createFields(config, base) : compareFields({ base, config, remote });
  if (fields.length === 0 && observed !== undefined) return undefined;
  const { key, name, hypothesis, holdout, metrics } = declared;
  return {
    action: observed === undefined ? "create" : "update",
    kind: "experiment",
    key,
    fields,
    // What people get stands in the flag.
    moves: STILL,
    after: { key, name, hypothesis, holdout, metrics },
    seen: observed === undefined ? null : sightOfExperiment(observed),
  };
}

function createFields(
  config: ExperimentSettings,
  base: ExperimentSettings | undefined,
): FieldChange[] {
  const known: JsonObject | undefined = base;
  return Object.entries<Json>(config)
    .filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0))
    .flatMap(([name, value]) =>
      compareFields({ base: known && (known[name] ?? null), config: value, remote: null }, [name]),
    );
}
