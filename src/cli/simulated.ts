import { OpsError } from "../errors.ts";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";
import { toDefinitions } from "../experiment/definitions.ts";
import { isRemote } from "../experiment/subject.ts";
import { generatedPeople, groupTypesOf } from "../simulation/people.ts";
import { readDefinitions } from "./definitions-file.ts";
import { didYouMean } from "./nearest.ts";
import { parsePerson } from "./person.ts";
import type { Session } from "./session.ts";

/** What all simulations take. */
export const simulationArgs = {
  ids: {
    type: "string",
    description: "How many people to make up",
    default: "100000",
    valueHint: "N",
  },
  seed: {
    type: "string",
    description: "Which people are made up: the same seed makes the same ones",
    default: "1",
    valueHint: "TEXT",
  },
  prop: {
    type: "string",
    multiple: true,
    description: "A property of everyone made up: k=v is text, k:=JSON any value",
    valueHint: "K=V",
  },
  props: {
    type: "string",
    description: "Properties of everyone made up, as JSON",
    valueHint: "JSON",
  },
  now: { type: "string", description: "The moment for relative dates", valueHint: "ISO" },
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
  const { flags, experiments } = await session.config();
  const remote = experiments.filter(isRemote);
  return {
    definitions: toDefinitions([...flags, ...remote]),
    keys: keysOf([...flags, ...remote]),
    experiments: keysOf(remote),
  };
}

/** One of the flags. Throws `usage` for a key that is not there. */
export function flagNamed(key: string, { definitions, keys }: Simulated): FlagDefinition {
  const flag = definitions.flags.find((each) => each.key === key);
  if (flag !== undefined) return flag;
  throw new OpsError("usage", `Cannot simulate "${key}": no flag has this key`, {
    hint: didYouMean(key, keys, "A local toggle (remote = false) assigns nobody"),
  });
}

/** Makes populations by the command line; the number makes each another one. */
export function populations(
  given: Pick<Parameters<typeof parsePerson>[0], "prop" | "props" | "now"> & {
    readonly seed: string;
  },
  { definitions }: Simulated,
  session: Session,
): (count: number, number?: number) => Generator<Person> {
  const nobody = { id: "", group: [], "group-props": undefined };
  const { distinctId: _, ...like } = parsePerson({ ...nobody, ...given }, session.now);
  const groupTypes = groupTypesOf(definitions);
  return (count, number) => {
    const seed = number === undefined ? given.seed : `${given.seed}/${number}`;
    return generatedPeople({ count, seed, like, groupTypes });
  };
}

/** Steps taken in one go: between slices an interrupt is heard and progress is shown. */
const SLICE = 2000;

/** Below this, progress would only flicker. */
const SOON_MS = 1000;

/** Takes a step for each item, and says how far it is after a second. Throws when interrupted. */
export async function forEach<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  step: (item: Item) => void,
  {
    session,
    said,
    slice = SLICE,
  }: {
    readonly session: Session;
    /** What `count` items are, such as "4000 people". */
    readonly said: (count: number) => string;
    readonly slice?: number;
  },
): Promise<void> {
  const { host, signal, progress } = session;
  const start = host.now();
  let count = 0;
  for await (const item of items) {
    step(item);
    count += 1;
    if (count % slice !== 0) continue;
    await host.sleep(0, signal).catch(() => {});
    signal.throwIfAborted();
    if (host.now() - start > SOON_MS) progress(`${said(count)} …`);
  }
  progress("");
}

/** Reads `--ids`. Throws `usage`. */
export function idsOf({ ids }: { readonly ids: string }): number {
  return wholeNumber("--ids", ids, { least: 100, most: 10_000_000 });
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
