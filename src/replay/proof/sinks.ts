import type { Canaries } from "./canary.ts";
import { type Encoding, encodingIn, type Needle, needlesOf } from "./encodings.ts";
import { faults, toLog, type TrialLog } from "./faults.ts";
import { type Plant, planted, type Planting, plantings, plantsOf } from "./plant.ts";
import type { Shape } from "./samples.ts";

/** Replays a log as a person would and gives all that comes out, by the name of the sink. */
export type RunSinks = (log: TrialLog) => Promise<ReadonlyMap<string, string>>;

/** A canary that came out. */
export interface Leak {
  /** Where it went in; undefined where no single place explains it. */
  readonly plant: Plant | undefined;
  readonly sink: string;
  readonly encoding: Encoding;
  /** What was done to the log: a planting or a fault. */
  readonly under: string;
}

/** The sink that holds the sealed bytes, if a run gives them. */
export const PAYLOAD = "payload";

/** The end of the name of a sink that holds what a replay asks of the network: nothing, ever. */
export const NETWORK = "network";

/** What came of searching every sink. */
export interface Search {
  /** Whether whole runs sealed other bytes, though canaries stood only where nothing counts. */
  readonly isMoved: boolean;
  /** Whether a replay asked for a connection. */
  readonly hasCalled: boolean;
  readonly leaks: readonly Leak[];
  readonly sinks: readonly string[];
  readonly runs: number;
}

/**
 * Runs the samples with canaries in every place, then with every fault, and searches all that comes
 * out. Only a leak is traced to its place, by halves, so that a clean proof costs few runs.
 */
export async function searchSinks(
  shapes: readonly Shape[],
  run: RunSinks,
  rules: Parameters<typeof plantsOf>[2] & { readonly opening: readonly string[] },
): Promise<Search> {
  const { canaries, opening } = rules;
  const plain = [...opening, ...planted(shapes, [])];
  const base = await run(toLog(plain));
  const look = lookFor(canaries, base);
  const sinks = new Set(base.keys());
  const leaks: Leak[] = [];
  let runs = 1;
  let isMoved = false;
  let hasCalled = calls(base);

  const seek = async (log: TrialLog): Promise<Seen> => {
    runs += 1;
    const out = await run(log);
    for (const sink of out.keys()) sinks.add(sink);
    hasCalled ||= calls(out);
    return { found: look(out), payload: out.get(PAYLOAD) };
  };
  const trace = async (plants: readonly Plant[], under: Planting): Promise<void> => {
    if (plants.length === 0 || leaks.length >= MAX_LEAKS) return;
    const { found, payload } = await seek(toLog([...opening, ...planted(shapes, plants)]));
    isMoved ||= under !== "beside" && under !== "everywhere" && payload !== base.get(PAYLOAD);
    if (found === undefined) return;
    const [only] = plants;
    if (plants.length === 1) {
      leaks.push({ ...found, plant: only, under });
      return;
    }
    const before = leaks.length;
    const half = Math.ceil(plants.length / 2);
    await trace(plants.slice(0, half), under);
    await trace(plants.slice(half), under);
    if (leaks.length === before) leaks.push({ ...found, plant: undefined, under });
  };

  for (const planting of plantings) await trace(plantsOf(planting, shapes, rules), planting);
  for (const { id, log } of faults) {
    const { found } = await seek(log(plain, canaries.first));
    if (found !== undefined) leaks.push({ ...found, plant: undefined, under: id });
  }
  return { isMoved, hasCalled, leaks, sinks: [...sinks].toSorted(), runs };
}

const calls = (out: ReadonlyMap<string, string>): boolean =>
  [...out].some(([sink, text]) => sink.endsWith(` ${NETWORK}`) && text !== "");

interface Seen {
  readonly found: Omit<Leak, "plant" | "under"> | undefined;
  readonly payload: string | undefined;
}

/** A mapping that leaks everywhere is told by its first places. */
const MAX_LEAKS = 50;

/** What an unplanted run says as well is no canary: a log may hold one of its own. */
function lookFor(
  { first, firstNumber }: Canaries,
  base: ReadonlyMap<string, string>,
): (out: ReadonlyMap<string, string>) => Omit<Leak, "plant" | "under"> | undefined {
  const needles = [
    ...needlesOf(first),
    { encoding: "plain", text: String(firstNumber), folded: true } satisfies Needle,
  ];
  const said = [...base.values()].join("\n");
  const telling = needles.filter((needle) => encodingIn(said, [needle]) === undefined);
  return (out) => {
    for (const [sink, text] of out) {
      const encoding = encodingIn(text, telling);
      if (encoding !== undefined) return { sink, encoding };
    }
    return undefined;
  };
}
