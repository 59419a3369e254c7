import type { Catalogue } from "../event/catalogue.ts";
import type {
  Declaration,
  ExperimentDeclaration,
  FlagDeclaration,
} from "../experiment/declaration.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { isoDay } from "./clock.ts";

/** What an application needs of its `assay.toml`; what `parseConfig` returns fits. */
export interface RuntimeConfig {
  readonly flags: readonly FlagDeclaration[];
  readonly experiments: readonly ExperimentDeclaration[];
  readonly catalogue: Catalogue;
  readonly cache: CacheTerms;
  readonly telemetry: { readonly off: readonly string[]; readonly whenOff: "local" | "disabled" };
  readonly privacy: PrivacyPolicy;
}

/** Past `freshMs` an assignment is asked for again; past `usableMs` it is not used any more. */
export interface CacheTerms {
  readonly freshMs: number;
  readonly usableMs: number;
}

/** What is declared, by key. A map, so that no inherited name is ever taken for a key. */
export type Declared = ReadonlyMap<string, Declaration>;

export function declaredOf({
  flags,
  experiments,
}: Pick<RuntimeConfig, "flags" | "experiments">): Declared {
  return new Map([...flags, ...experiments].map((each) => [each.key, each]));
}

/** The keys that PostHog is asked for on this platform, in the order of their names. */
export function remoteKeys(declared: Declared, platform: string): readonly string[] {
  return [...declared.values()]
    .filter((each) => isRemote(each) && isSupported(each, platform))
    .map(({ key }) => key)
    .toSorted();
}

export function isRemote(declaration: Declaration): boolean {
  return declaration.kind === "flag" || declaration.remote;
}

export function isSupported(declaration: Declaration, platform: string): boolean {
  if (declaration.kind === "flag" || declaration.platforms.length === 0) return true;
  return declaration.platforms.includes(platform);
}

/** Whether the last day of an experiment is over, in UTC. Nobody looks after it any more (`seed-systems.md` M22). */
export function isExpired(declaration: Declaration | undefined, now: number): boolean {
  if (declaration?.kind !== "experiment" || declaration.expires === undefined) return false;
  return declaration.expires < isoDay(now);
}

/** Whether the person at this machine may choose for themselves. */
export function isOverridable(declaration: Declaration): boolean {
  return declaration.kind === "experiment" && (declaration.userOverridable || !declaration.remote);
}
