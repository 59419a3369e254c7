import type { Metrics } from "../../metrics/signal.ts";
import { type Closed, type Environment, telemetryGate } from "../gate.ts";

/** Why nothing is counted here, whatever the person decided. */
export type Off = Closed | "not-enabled" | "no-endpoint";

/** The first reason that holds; undefined where it is the person's to say. */
export function offReason(
  {
    config,
    development,
  }: {
    readonly config: {
      readonly metrics: Pick<Metrics, "enabled" | "endpoint">;
      readonly telemetry: { readonly off: readonly string[] };
    };
    readonly development: boolean;
  },
  env: Environment,
): Off | undefined {
  if (!config.metrics.enabled) return "not-enabled";
  const gate = telemetryGate(env, { off: config.telemetry.off, development });
  if (!gate.open) return gate.because;
  return config.metrics.endpoint === undefined ? "no-endpoint" : undefined;
}
