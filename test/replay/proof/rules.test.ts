import { describe, expect, test } from "vitest";
import { createAggregator } from "../../../src/metrics/aggregator.ts";
import { add, type Tally } from "../../../src/metrics/tally.ts";
import type { Besides } from "../../../src/replay/proof/rule.ts";
import { sealedRules, sinkRules } from "../../../src/replay/proof/rules.ts";
import type { CreateAggregator, SealRules } from "../../../src/replay/proof/seal.ts";
import type { RunSinks } from "../../../src/replay/proof/sinks.ts";
import { boundedV1 } from "../../metrics/reasonix.ts";
import { agent } from "../catalogues.ts";
import { type Doubles, proofOf, quiet, textOf } from "./trial.ts";

const rules: SealRules = { catalogue: agent, metrics: boundedV1, today: "2026-06-12" };
const events = [
  { kind: "turn_done", ts: "2026-06-12T09:15:00Z", tab: "t1" },
  { kind: "notice", ts: "2026-06-12T10:20:00Z", tab: "t2", text: "again" },
];

/** The real counters, and one of their own that they should not make. */
const sealing =
  (besides: Besides): CreateAggregator =>
  (metrics, form, counted) => {
    const real = createAggregator(metrics, form, counted);
    const counts: Tally = new Map();
    const bucketOf = besides();
    return {
      hear: real.hear,
      observe: (event) => {
        real.observe(event);
        const bucket = bucketOf(event.body);
        if (bucket !== undefined) add(counts, "besides", bucket);
      },
      get counts() {
        return new Map([...real.counts, ...counts]);
      },
    };
  };

const saying =
  (say: (log: string) => string): RunSinks =>
  async (log) =>
    new Map([...(await quiet(rules)(log)), ["stderr", say(textOf(log))]]);

const broken = async (doubles: Doubles): Promise<string[]> =>
  (await proofOf(events, rules, doubles)).findings.map(({ rule }) => rule);

describe.each(sealedRules)("$id", ({ id, examples }) => {
  test.each(examples.finds)("is found where counters seal %s", async (besides) => {
    expect(await broken({ aggregator: sealing(besides) })).toContain(id);
  });
  test.each(examples.passes)("is not found where counters seal %s", async (besides) => {
    expect(await broken({ aggregator: sealing(besides) })).not.toContain(id);
  });
});

describe.each(sinkRules)("$id", ({ id, examples }) => {
  test.each(examples.finds)("is found where a program says %s", async (say) => {
    expect(await broken({ run: saying(say) })).toContain(id);
  });
  test.each(examples.passes)("is not found where it says %s", async (say) => {
    expect(await broken({ run: saying(say) })).not.toContain(id);
  });
});
