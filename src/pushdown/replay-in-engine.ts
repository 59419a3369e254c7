import type { Event } from "../event/event.ts";
import { byKey, merge } from "../metrics/tally.ts";
import { mergeMarks, createMarks } from "../privacy/self-leak.ts";
import { createFeatures } from "../replay/features.ts";
import { createFindings } from "../replay/findings.ts";
import { createResults } from "../replay/log-results.ts";
import { joinParts } from "../replay/parts/merge.ts";
import { createProperties } from "../replay/properties.ts";
import type { Rules } from "../replay/replay-log.ts";
import type { LogReplay } from "../replay/result.ts";
import { createSayings } from "../replay/saying.ts";
import { sum } from "../replay/sum.ts";
import type { Engine, Source } from "./engine.ts";
import { familiarOf } from "./familiar.ts";
import { createFound } from "./found.ts";
import { judgeNames } from "./names.ts";
import { readOdd } from "./odd.ts";
import { readerCounters } from "./overview.ts";
import { judgePlaces } from "./places.ts";

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
  const { catalogue, metrics } = rules;
  const told = { source, catalogue };
  const familiar = await familiarOf(told, engine);
  const known = { ...told, familiar, consentOn: metrics.consent?.on };
  const results = createResults(path, rules);
  const pulled = await readOdd(known, engine, results);
  const odd = results.close();
  const found = createFound();
  const marks = createMarks(rules.runKey ?? "");
  const judging = { say: sayingOf(rules), found, marks };
  const named = await judgeNames(known, engine, judging);
  const placed = await judgePlaces(known, engine, judging);
  found.addAll(odd.findings);
  const findings = createFindings(path);
  findings.append(found.list(path), 0);
  return joinParts(
    {
      ...odd,
      path,
      format: catalogue.form,
      reader: await readerCounters(known, engine, named, pulled),
      isIncomplete: false,
      events: sum([odd.events, named.events]),
      features: merge([odd.features, placed.features]),
      marks: mergeMarks([odd.marks, marks.marks]),
      findings: findings.list(),
    },
    rules,
  ).close();
}

/** What a captured event says, by the rules of this replay. */
function sayingOf({
  catalogue,
}: Rules): (event: Event) => ReturnType<ReturnType<typeof createSayings>> {
  const features = createFeatures(catalogue.flags);
  const properties = createProperties(catalogue);
  return createSayings(catalogue, { features, properties });
}
