import type { Catalogue } from "../event/catalogue.ts";
import type { ExperimentDeclaration, FlagDeclaration } from "../experiment/declaration.ts";
import type { Metrics } from "../metrics/signal.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";

/** A place in the config file, from one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Everything `assay.toml` says, checked, with its defaults, for one environment. */
export interface Config {
  /** The path as it was given; reports name the file by it. */
  readonly file: string;
  /** The chosen environment; `default` when none was asked for. */
  readonly environment: string;
  readonly posthog: {
    readonly host: string;
    readonly project: number | undefined;
    /** The names of the project's group types, in the order of their indexes; none: not known. */
    readonly groupTypes: readonly string[];
  };
  readonly flags: readonly FlagDeclaration[];
  readonly experiments: readonly ExperimentDeclaration[];
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
  readonly cache: { readonly freshMs: number; readonly usableMs: number };
  readonly telemetry: { readonly off: readonly string[]; readonly whenOff: "local" | "disabled" };
  readonly privacy: PrivacyPolicy;
  /** Where a dotted config path stands, or the nearest table around it that exists. */
  readonly locate: (path: readonly (string | number)[]) => Position;
}
