import { variantsOf } from "./experiment-flag.ts";
import { flagOf } from "./experiment-view.ts";
import type { PrivateCall } from "./route.ts";
import type { ExperimentRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** The result of a metric for which nobody has been exposed. */
export function noResult({ state }: PrivateCall, experiment: ExperimentRow): JsonRecord {
  const { method, baseline_variant_key } = experiment.stats_config;
  const flag = flagOf(experiment, state);
  const keys = flag === undefined ? [] : variantsOf(flag).map(({ key }) => key);
  const baseline =
    baseline_variant_key ?? keys.find((key) => key === "control") ?? keys[0] ?? "control";
  return {
    kind: "ExperimentQuery",
    baseline: nothing(baseline),
    variant_results: keys
      .filter((key) => key !== baseline)
      .map((key) => ({ ...nothing(key), method })),
  };
}

function nothing(key: unknown): JsonRecord {
  const validation_failures = ["not-enough-exposures"];
  return { key, number_of_samples: 0, sum: 0, sum_squares: 0, validation_failures };
}
