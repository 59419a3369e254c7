import type { Event } from "../event/event.ts";
import { OpsError } from "../errors.ts";
import { merge } from "../metrics/tally.ts";
import { mergePeople } from "../privacy/release/contributors.ts";
import { mergeMarks, createMarks } from "../privacy/self-leak.ts";
import { mergeCrowds } from "../replay/crowd.ts";
import { createFeatures } from "../replay/features.ts";
import { createResults } from "../replay/log-results.ts";
import { joinParts } from "../replay/parts/merge.ts";
import { createProperties } from "../replay/properties.ts";
import { mergeProperties } from "../replay/property-sketch.ts";
import type { Rules } from "../replay/replay-log.ts";
import type { LogReplay } from "../replay/result.ts";
import { createSayings, type Saying } from "../replay/saying.ts";
import { sum } from "../replay/sum.ts";
import type { Engine, Source } from "./engine.ts";
import { familiarOf } from "./familiar.ts";
import { countEvents } from "./counted.ts";
import { crowdOf } from "./crowd.ts";
import { createFound } from "./found.ts";
import { judgeNames } from "./names.ts";
import { readOdd } from "./odd.ts";
import { readerCounters } from "./overview.ts";
import { judgePlaces } from "./places.ts";
import { peopleIn, spreadOf } from "./spread.ts";

/**
 * Replays captured lines where they lie: SQL counts what events say, and each different thing that
 * is said is judged once, by the rules that judge a log. What comes is what `replayLog` gives.
 */
export async function replayInEngine(
  source: Source,
  engine: Engine,
  rules: Rules,
): Promise<LogReplay> {
  const { path } = source;
  const { catalogue, metrics, privacy, runKey = "" } = rules;
  refuse(source, rules);
  const told = { source, catalogue };
  const familiar = await familiarOf(told, engine);
  const known = { ...told, familiar, consentOn: metrics.consent?.on };
  const results = createResults(path, rules);
  const pulled = await readOdd(known, engine, results);
  const odd = results.close();
  const found = createFound();
  const marks = createMarks(runKey);
  const judging = { say: sayingOf(rules), found, marks };
  const counting = {
    ...known,
    signals: metrics.signals,
    period: metrics.period,
    switches: pulled.switches,
    minCount: privacy.minCount,
    runKey,
  };
  const counted = await countEvents(counting, engine);
  const named = await judgeNames(known, engine, judging);
  const placed = await judgePlaces(known, engine, judging);
  found.addAll(odd.findings);
  const spread = await spreadOf(known, engine, placed.watched);
  const crowd = await crowdOf(counting, engine, peopleIn(spread));
  return joinParts(
    {
      ...odd,
      path,
      format: catalogue.form,
      reader: await readerCounters(known, engine, named, pulled),
      isIncomplete: false,
      events: sum([odd.events, named.events]),
      features: merge([odd.features, placed.features]),
      counters: merge([odd.counters, counted.counters]),
      people: mergePeople([odd.people, counted.people], privacy.minCount),
      crowd: mergeCrowds([odd.crowd, crowd]),
      properties: mergeProperties([odd.properties, spread]),
      marks: mergeMarks([odd.marks, marks.marks]),
      findings: found.list(path),
    },
    rules,
  ).close();
}

/** What a captured event says, by the rules of this replay. */
function sayingOf({ catalogue }: Rules): (event: Event) => Saying {
  const features = createFeatures(catalogue.flags);
  const properties = createProperties(catalogue);
  return createSayings(catalogue, { features, properties });
}

/** What no number of queries would tell. */
function refuse({ isOrdered }: Source, { catalogue, metrics }: Rules): void {
  if (catalogue.form === "stream")
    throw new OpsError("usage", "Cannot replay a stream of an agent in an engine", {
      hint: "Its events stay where they are: replay the log itself with `--engine local`",
    });
  if (metrics.consent !== undefined && !isOrdered)
    throw new OpsError("usage", "Cannot tell who agreed to be counted where events have no order", {
      hint: "Give the captured lines as one file, such as `--table \"file('log.jsonl')\"`",
    });
}
