/** The door `assay/evaluate`: PostHog's local evaluation, synchronous and without a client. */
export { compileFlags } from "./evaluation/compile-flags.ts";
export type { CompiledFlags } from "./evaluation/compile-flags.ts";
export type {
  Explanation,
  FilterExplanation,
  GroupExplanation,
  Placement,
  VariantExplanation,
} from "./evaluation/explain.ts";
export type {
  Definitions,
  FlagDefinition,
  FlagFilters,
  FlagProperty,
  FlagVariant,
  ReleaseGroup,
} from "./evaluation/flag.ts";
export type { Cause, Outcome, Reason } from "./evaluation/outcome.ts";
export type { Person } from "./evaluation/person.ts";
