import type { Finding } from "../../privacy/finding.ts";
import { messageOf } from "../../privacy/rule.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import { capacityOf } from "../../privacy/release/capacity.ts";
import { createFindings, type Findings } from "../findings.ts";
import { drawCanaries, SEED } from "./canary.ts";
import type { Certificate } from "./certificate.ts";
import { fieldAt } from "../../metrics/path.ts";
import { judgeElsewhere, type RunElsewhere } from "./elsewhere.ts";
import { encodings } from "./encodings.ts";
import { faults, toLog } from "./faults.ts";
import { lawsFor } from "./laws.ts";
import { mappingOf } from "./mapping.ts";
import { judgeShape } from "./pairs.ts";
import { planted } from "./plant.ts";
import { type Counters, judgePromises } from "./promises.ts";
import { ruleOf } from "./rules.ts";
import type { Shape } from "./samples.ts";
import { type CreateAggregator, type SealRules, sealing } from "./seal.ts";
import { type RunSinks, searchSinks } from "./sinks.ts";
import { grantLines, judgeWhole } from "./whole.ts";
import type { Testimony } from "./witness.ts";

/** What is on trial. */
export interface Trial {
  readonly rules: SealRules;
  /** SHA-256 of the config file, in hex. */
  readonly config: string;
  /** SHA-256 of each log, in hex, in their order. */
  readonly logs: readonly string[];
  readonly run: RunSinks;
  /** The counters of an application, and where they may send. */
  readonly counters?: Counters;
  /** Replays in another process, where that can be started. */
  readonly elsewhere?: RunElsewhere;
  /** What counts; the real one where none is given. */
  readonly aggregator?: CreateAggregator;
}

/** What a proof found, and what it covered. */
export interface Proof {
  readonly findings: readonly Finding[];
  readonly certificate: Certificate;
}

/** Proves that nothing but the declared mapping reaches what leaves (`privacy-rules.md` 6). */
export async function prove(testimony: Testimony, trial: Trial): Promise<Proof> {
  const { shapes, logs, uncovered, consent } = testimony;
  const { rules, config, run } = trial;
  const { catalogue, metrics } = rules;
  const mapping = mappingOf(catalogue, metrics);
  const canaries = drawCanaries(mapping.words);
  const opening = grantLines(catalogue, metrics);
  const seal = sealing(rules, trial.aggregator);
  const findings = createRecord(logs[0] ?? "-");

  let tried = 0;
  let broken = 0;
  const lawsOf = lawsFor({ catalogue, metrics, mapping, canaries });
  for (const shape of shapes) {
    const judged = judgeShape(shape, lawsOf, { seal, opening, canaries });
    tried += judged.tried;
    broken += judged.broken.length;
    for (const { rule, pointer, sample } of judged.broken)
      findings.add(rule, { pointer, shape, ...sample });
  }
  // By each event's own name: those that are not declared share shapes.
  const nameOf = fieldAt(catalogue.name);
  const together = shapes
    .flatMap(({ samples }) => samples)
    .filter(({ body }) => metrics.consent === undefined || nameOf(body) !== metrics.consent.on);
  const ofWhole = await judgeWhole(together, seal, rules);
  tried += ofWhole.tried;
  broken += ofWhole.broken.length;
  for (const rule of ofWhole.broken) findings.add(rule, {});
  const search = await searchSinks(shapes, run, { catalogue, mapping, canaries, opening });
  for (const { plant, sink, encoding, under } of search.leaks) {
    const [sample] = plant?.shape.samples ?? [];
    const saw = `${sink}, ${encoding}, ${under}`;
    findings.add("flow.canary-leak", { ...plant, ...sample, saw });
  }
  if (search.isMoved) findings.add("flow.interference", {});
  if (search.hasCalled) findings.add("egress.undeclared-request", {});
  const lines = [...opening, ...planted(shapes, [])];
  const promises = trial.counters && (await judgePromises(lines, trial.counters));
  for (const rule of promises?.broken ?? []) findings.add(rule, {});
  const elsewhere = trial.elsewhere && (await judgeElsewhere(toLog(lines), trial.elsewhere));
  if (elsewhere && elsewhere.differing > 0)
    findings.add("flow.time-dependence", { saw: "time zone, language" });
  for (const { rule, path, line } of consent.breaches) findings.add(rule, { path, line });

  return {
    findings: findings.list(),
    certificate: {
      seed: SEED,
      config,
      logs: logs.map((path, at) => ({ path, sha256: trial.logs[at] ?? "" })),
      shapes: shapes.map(toCovered),
      uncovered,
      pairs: { tried, broken },
      search: {
        runs: search.runs,
        leaks: search.leaks.length,
        sinks: search.sinks,
        encodings,
        faults: faults.map(({ id }) => id),
      },
      consent:
        metrics.consent === undefined
          ? null
          : { cuts: consent.cuts, broken: consent.breaches.length },
      promises: promises ? { tried: promises.tried, broken: promises.broken.length } : null,
      places: elsewhere?.places ?? [],
      capacity: capacityOf(metrics),
    },
  };
}

function toCovered(shape: Shape): Certificate["shapes"][number] {
  const { shown, isEvent, events: times, samples, leaves } = shape;
  const event = isEvent ? shown : null;
  return { event, times, samples: samples.length, leaves: leaves.length };
}

/** Where a finding points; what is not known is the first log as a whole. */
interface At {
  readonly pointer?: string;
  readonly shape?: Shape;
  readonly path?: string;
  readonly line?: number;
  readonly event?: number | null;
  /** In words of our own, where a canary came out. */
  readonly saw?: string;
}

interface Recorded {
  readonly add: (rule: string, at: At) => void;
  readonly list: () => readonly Finding[];
}

/** Findings by log, each with its totals. */
function createRecord(first: string): Recorded {
  const logs = new Map<string, Findings>();
  return {
    add: (id, { pointer = "", shape, path = first, line = null, event = null, saw }) => {
      const found = logs.get(path) ?? createFindings(path);
      logs.set(path, found);
      const rule = ruleOf(id);
      const message = saw === undefined ? messageOf(rule) : `${messageOf(rule)} (${saw})`;
      found.add(
        { rule: id, severity: rule.severity, pointer, message },
        { line, event, name: shape?.shown ?? UNDECLARED },
      );
    },
    list: () => [...logs.values()].flatMap((found) => [...found.list()]),
  };
}
