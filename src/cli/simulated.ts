import { OpsError } from "../errors.ts";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import { toDefinitions } from "../experiment/definitions.ts";
import { isHoldoutKnown } from "../experiment/reassignment.ts";
import { isRemote } from "../experiment/subject.ts";
import { readDefinitions } from "./definitions-file.ts";
import { namelessGroupType } from "./group-types.ts";
import { didYouMean } from "./nearest.ts";
import type { Session } from "./session.ts";

/** Where the flags of a simulation come from. */
export const definitionsArg = {
  definitions: {
    type: "string",
    description: "PostHog's local-evaluation payload, instead of the config",
    valueHint: "FILE",
  },
} as const;

/** What is simulated: flags as they would be live. */
export interface Simulated {
  readonly definitions: Definitions;
  /** Flags to look at when none is named, in the order they are declared. */
  readonly keys: readonly string[];
  /** The experiments among them; of a payload, the flags with at least two variants. */
  readonly experiments: readonly string[];
}

/** Reads the flags to simulate from the config or a payload. Throws `usage` and `config`. */
export async function openSimulated(
  { definitions: path }: { readonly definitions: string | undefined },
  session: Session,
): Promise<Simulated> {
  if (path !== undefined) {
    const definitions = await readDefinitions(path, session.host);
    const split = definitions.flags.filter(hasVariants);
    return { definitions, keys: keysOf(definitions.flags), experiments: keysOf(split) };
  }
  const { flags, experiments, posthog } = await session.config();
  const remote = experiments.filter(isRemote);
  return {
    definitions: toDefinitions([...flags, ...remote], posthog.groupTypes),
    keys: keysOf([...flags, ...remote]),
    experiments: keysOf(remote),
  };
}

/** One of the flags; notes a holdout whose size only PostHog knows. Throws `usage` for a key that is not there. */
export function flagNamed(
  key: string,
  { definitions, keys }: Simulated,
  { warn }: Session,
): FlagDefinition {
  const flag = definitions.flags.find((each) => each.key === key);
  if (flag === undefined)
    throw new OpsError("usage", `Cannot simulate "${key}": no flag has this key`, {
      hint: didYouMean(key, keys, "A local toggle (remote = false) assigns nobody"),
    });
  // A payload is foreign data and may lack the filters.
  if (flag.filters && !isHoldoutKnown(flag))
    warn({
      rule: "simulate.holdout-unknown",
      severity: "note",
      message: `Nobody is held out of "${key}" here: only PostHog knows how many its holdout keeps out`,
      hint: "Simulate PostHog's payload with --definitions",
    });
  const index = flag.filters?.aggregation_group_type_index ?? null;
  if (index !== null && !definitions.group_type_mapping?.[String(index)])
    warn(namelessGroupType(key, index));
  return flag;
}

/** Reads a whole number from the command line. Throws `usage`. */
export function wholeNumber(
  flag: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new OpsError(
    "usage",
    `Cannot use ${flag}: it takes a whole number from ${least} to ${most}`,
  );
}

function keysOf(flags: readonly { readonly key: string }[]): string[] {
  return flags.map(({ key }) => key);
}

function hasVariants({ filters }: FlagDefinition): boolean {
  const variants: unknown = filters?.multivariate?.variants;
  return Array.isArray(variants) && variants.length > 1;
}
