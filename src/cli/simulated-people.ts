import { OpsError } from "../errors.ts";
import type { Person } from "../evaluation/person.ts";
import { people } from "../people/people.ts";
import type { Asked } from "../report/simulation.ts";
import { generatedPeople, groupTypesOf } from "../simulation/population.ts";
import { ALL_DIFFERENT, createRegister, type IsFirst } from "../simulation/unit.ts";
import { openInput } from "./input.ts";
import { parseNow, parsePerson } from "./person.ts";
import type { Session } from "./session.ts";
import { type Simulated, wholeNumber } from "./simulated.ts";

/** Whom a simulation makes up. */
export const populationArgs = {
  ids: {
    type: "string",
    description: "How many people to make up: 100000 unless told",
    valueHint: "N",
  },
  seed: {
    type: "string",
    description: "Which people to make up: 1 unless told; the same seed makes the same ones",
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
} as const;

/** Whom a simulation asks instead. */
export const usersArg = {
  users: {
    type: "string",
    description: "People to ask instead, as eval reads them: JSONL or CSV, gz, zst; - is stdin",
    valueHint: "FILE",
  },
} as const;

/** What the command line says about people. */
export interface GivenPopulation {
  readonly ids: string | undefined;
  readonly seed: string | undefined;
  readonly prop: readonly string[];
  readonly props: string | undefined;
  readonly now: string | undefined;
}

export const seedOf = ({ seed }: GivenPopulation): string => seed ?? "1";

/** How many people to make up. Throws `usage`. */
export function idsOf({ ids }: GivenPopulation, otherwise: number): number {
  if (ids === undefined) return otherwise;
  return wholeNumber("--ids", ids, { least: 100, most: 10_000_000 });
}

/** Makes populations by the command line; the number makes each another one. Throws `usage`. */
export function populations(
  given: GivenPopulation,
  { definitions }: Simulated,
  session: Session,
): (count: number, number?: number) => Generator<Person> {
  const { prop, props, now } = given;
  const { personProperties, now: moment } = parsePerson(
    { id: "", prop, props, group: [], "group-props": undefined, now },
    session.now,
  );
  const like = { personProperties, now: moment };
  const groupTypes = groupTypesOf(definitions);
  const seed = seedOf(given);
  return (count, number) =>
    generatedPeople({
      count,
      seed: number === undefined ? seed : `${seed}/${number}`,
      like,
      groupTypes,
    });
}

/** Tells people of a file apart; who is made up is different from everyone before. */
export function registerFor({ users }: { readonly users: string | undefined }): IsFirst {
  return users === undefined ? ALL_DIFFERENT : createRegister();
}

/** Asks everyone that the command line names, and says who that was. Throws `usage`. */
export async function askPeople(
  given: GivenPopulation & { readonly users: string | undefined },
  simulated: Simulated,
  session: Session,
  ask: (person: Person) => void,
): Promise<Asked> {
  const { users } = given;
  if (users !== undefined) return askUsers({ ...given, users }, session, ask);
  const count = idsOf(given, 100_000);
  const said = (done: number): string => `${done} of ${count} people`;
  await forEach(populations(given, simulated, session)(count), ask, { session, said });
  return { source: "generated", people: count, seed: seedOf(given) };
}

async function askUsers(
  given: GivenPopulation & { readonly users: string },
  session: Session,
  ask: (person: Person) => void,
): Promise<Asked> {
  const stray = (["ids", "seed", "prop", "props"] as const).find(
    (name) => given[name] !== undefined && given[name].length > 0,
  );
  if (stray !== undefined)
    throw new OpsError("usage", `Cannot use --${stray} with --users`, {
      hint: "It is about people made up; a row of --users says all about its person",
    });
  const now = parseNow(given.now, session.now);
  const counts = { people: 0, errors: 0 };
  const rows = async function* (): AsyncGenerator<Person | undefined, void, undefined> {
    const { chunks } = openInput(given.users, session.host);
    for await (const run of people(chunks, given.users))
      for (const row of run) yield "error" in row ? undefined : { ...row.person, now };
  };
  await forEach(
    rows(),
    (person) => {
      counts[person === undefined ? "errors" : "people"] += 1;
      if (person !== undefined) ask(person);
    },
    { session, said: (done) => `${done} users` },
  );
  if (counts.errors > 0)
    session.warn({
      rule: "simulate.bad-rows",
      severity: "warning",
      message: `${counts.errors} rows could not be read as users and were left out`,
      hint: "eval --users says the line and the error of each",
    });
  return { source: "users", ...counts };
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
    /** What `count` items are, such as "4000 users". */
    readonly said: (count: number) => string;
    readonly slice?: number;
  },
): Promise<void> {
  const { host, signal, progress } = session;
  const startedAt = host.now();
  let count = 0;
  for await (const item of items) {
    step(item);
    count += 1;
    if (count % slice !== 0) continue;
    await host.sleep(0, signal).catch(() => {});
    signal.throwIfAborted();
    if (host.now() - startedAt > SOON_MS) progress(`${said(count)} …`);
  }
  progress("");
}
