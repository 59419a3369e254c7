import { toLog } from "../../../src/replay/proof/faults.ts";
import { createLogReader } from "../../../src/replay/log-reader.ts";
import type { RunElsewhere } from "../../../src/replay/proof/elsewhere.ts";
import type { Counters } from "../../../src/replay/proof/promises.ts";
import { type Proof, prove } from "../../../src/replay/proof/prove.ts";
import { type CreateAggregator, type SealRules, sealing } from "../../../src/replay/proof/seal.ts";
import type { RunSinks } from "../../../src/replay/proof/sinks.ts";
import { createWitness } from "../../../src/replay/proof/witness.ts";

/** What a test lets leak in the place of the real thing. */
export interface Doubles {
  readonly aggregator?: CreateAggregator;
  readonly run?: RunSinks;
  readonly counters?: Counters;
  readonly elsewhere?: RunElsewhere;
}

/** Sinks that say the sealed bytes and nothing else. */
export const quiet =
  (rules: SealRules): RunSinks =>
  async ({ bytes }) =>
    new Map([["payload", sealing(rules)(new TextDecoder().decode(bytes).split("\n"))]]);

/** The proof over the events of one log. */
export async function proofOf(
  events: readonly object[],
  rules: SealRules,
  { aggregator, run = quiet(rules), ...besides }: Doubles = {},
): Promise<Proof> {
  const witness = createWitness(rules, aggregator);
  const log = witness.open("a.jsonl");
  const reader = createLogReader(rules.catalogue);
  for (const [at, event] of events.entries())
    for (const reading of reader.read({ number: at + 1, text: JSON.stringify(event) }).readings)
      log.take(reading);
  log.close();
  return prove(witness.testimony(), {
    rules,
    config: "c0",
    logs: ["10"],
    run,
    ...(aggregator && { aggregator }),
    ...besides,
  });
}

/** Rule, line and pointer of what a proof found. */
export const found = ({ findings }: Proof): unknown[] =>
  findings.map(({ rule, line, pointer }) => [rule, line, pointer]);

/** The text of a log on trial. */
export const textOf = ({ bytes }: ReturnType<typeof toLog>): string =>
  new TextDecoder().decode(bytes);
