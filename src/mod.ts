/** The door `assay`: everything pure. Each name is a promise; `test/mod.test.ts` pins them. */
export { OpsError } from "./errors.ts";
export type { Diagnostic, ErrorKind } from "./errors.ts";

export { parseConfig } from "./config/parse.ts";
export type { Config } from "./config/config.ts";
export { findingsOf } from "./config/check.ts";
export { jsonSchema } from "./config/json-schema.ts";

export { compileFlags } from "./evaluation/compile-flags.ts";
export type { CompiledFlags } from "./evaluation/compile-flags.ts";
export type { Definitions, FlagDefinition } from "./evaluation/flag.ts";
export type { Cause, Outcome, Reason } from "./evaluation/outcome.ts";
export type { Person } from "./evaluation/person.ts";

export { apply } from "./experiment/apply.ts";
export { plan } from "./experiment/plan.ts";
export type { Plan, PlanInput } from "./experiment/plan.ts";
export { forecast, forecasts } from "./experiment/forecast.ts";
export type { DefinitionsChange, Forecast } from "./experiment/forecast.ts";
export { reassignment } from "./experiment/reassignment.ts";
export type { Moves } from "./experiment/reassignment.ts";
export { toDefinitions } from "./experiment/definitions.ts";
export type { RemoteStore } from "./experiment/store.ts";
export type {
  Declaration,
  ExperimentDeclaration,
  FlagDeclaration,
} from "./experiment/declaration.ts";

export { hiddenCells } from "./privacy/release/recoverable.ts";
export type { HiddenCell, ReleasedTable } from "./privacy/release/recoverable.ts";
export { suppress } from "./privacy/release/suppression.ts";
export { scanText } from "./privacy/text/scan.ts";
export type { Finding, Severity } from "./privacy/finding.ts";

export { replay } from "./replay/replay.ts";
export type { Log, ReplayRules } from "./replay/replay.ts";
export type { Replay } from "./replay/result.ts";
