/**
 * The door `assay/runtime`: what an application embeds. `docs/runtime.md` shows it at work.
 *
 * ```ts
 * const experiments = await openExperiments({ config, projectKey, development: false });
 * await experiments.start();
 * if (experiments.isEnabled("checkout-copy")) …
 * ```
 */
export { openExperiments, type OpenOptions } from "./runtime/open-experiments.ts";
export { createExperiments } from "./runtime/create-experiments.ts";
export type { ExperimentsOptions, Ports } from "./runtime/create-experiments.ts";
export type { Experiments, Reading, Status, Subject, View } from "./runtime/experiments.ts";
export type { Clock } from "./runtime/clock.ts";
export type { Problems } from "./runtime/problems.ts";
export type { Store } from "./runtime/store.ts";
export type { Question, RemoteFlags } from "./runtime/remote-flags.ts";
export type { RemoteAnswer } from "./runtime/assignments.ts";
export type { EventSink, OpenSink } from "./runtime/telemetry.ts";
export type { Choice, Override } from "./runtime/overrides.ts";
export { evaluatedLocally } from "./runtime/local-evaluation.ts";

export { telemetryGate } from "./runtime/gate.ts";
export type { Closed, Environment, Gate } from "./runtime/gate.ts";

export {
  openMetrics,
  type ApplicationMetrics,
  type MetricsOptions,
} from "./runtime/metrics/open-metrics.ts";
export type { Flushed } from "./runtime/metrics/flush.ts";
export type { Off } from "./runtime/metrics/off.ts";
export type { Withheld } from "./runtime/metrics/consent.ts";
