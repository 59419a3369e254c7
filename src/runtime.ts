/**
 * The door `assay/runtime`: what an application embeds. `docs/runtime.md` shows it at work.
 */
export { telemetryGate } from "./runtime/gate.ts";
export type { Closed, Environment, Gate } from "./runtime/gate.ts";
