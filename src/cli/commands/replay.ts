import { randomUUID } from "node:crypto";
import { findingsOf } from "../../config/check.ts";
import type { Config } from "../../config/config.ts";
import { wordsOf } from "../../config/words.ts";
import { compare } from "../../replay/against.ts";
import { coverageOf } from "../../replay/coverage.ts";
import { type ReplayRules, withFindings } from "../../replay/replay.ts";
import { reportReplay } from "../../report/replay.ts";
import { reporting } from "../arguments.ts";
import { baselineTerms, openBaseline } from "../baseline.ts";
import { type Command, command } from "../command.ts";
import { declaredPlace } from "../declared-place.ts";
import {
  judgeAgainst,
  openOlderConfig,
  replayOlder,
  toTolerance,
  wideningFindings,
} from "../older-config.ts";
import { openProof } from "../prove.ts";
import { type ReplayArguments, toEngine } from "../replay-engines.ts";
import { type OpenReplay, openReplay } from "../replay-run.ts";
import type { Session } from "../session.ts";

/** `replay LOG…`: captured logs through the counters and the privacy rules. */
export const replayCommand: Command = command({
  args: {
    log: {
      type: "positional",
      multiple: true,
      required: false,
      description: "Files, folders, globs, or - for standard input; none with --engine",
    },
    engine: {
      type: "string",
      description: "Replay where the events lie instead of reading files",
      valueHint: "local|clickhouse|posthog",
      default: "local",
    },
    url: {
      type: "string",
      description: "The engine's address (or CLICKHOUSE_URL); its parameters are settings",
      valueHint: "URL",
    },
    table: {
      type: "string",
      description: "A table of events or of captured lines, or file(…), url(…) or s3(…)",
      valueHint: "NAME",
    },
    since: {
      type: "string",
      description: "With --engine posthog: events from this moment on, or as long ago as 7d",
      valueHint: "WHEN",
    },
    until: {
      type: "string",
      description: "With --engine posthog: events before this moment; by default now",
      valueHint: "WHEN",
    },
    budget: {
      type: "string",
      description: "With --engine posthog: so many rows may come back at most",
      valueHint: "ROWS",
    },
    baseline: {
      type: "string",
      description: "An earlier JSON report whose findings are known",
      valueHint: "FILE",
    },
    reason: {
      type: "string",
      description: "Why the findings of this JSON report may stand as a baseline",
      valueHint: "TEXT",
    },
    expires: {
      type: "string",
      description: "The last day they may, at most 180 days ahead",
      valueHint: "DATE",
    },
    against: {
      type: "string",
      description: "An older config: shows what changed since",
      valueHint: "CONFIG",
    },
    tolerance: {
      type: "string",
      description: "How far a count may move against the older config before it is found",
      valueHint: "PERCENT",
      default: "0",
    },
    workers: {
      type: "string",
      description: "Read on so many threads; by default one for each 512 MiB, at most one a core",
      valueHint: "N",
    },
    prove: {
      type: "boolean",
      description: "Prove with canaries that only the declared mapping reaches what leaves",
    },
    ...reporting,
  },
  reports: ["findings", "cases"],
  examples: [
    "replay captured/events.jsonl",
    'replay captured "more/**/*.jsonl" --json',
    "replay - < events.jsonl",
    "replay captured --format sarif --out replay.sarif",
    'replay captured --json --out base.json --reason "cleaned up with 2.0" --expires 2027-02-28',
    "replay captured --baseline base.json",
    "replay captured --against released/assay.toml",
    "replay captured --prove",
    "replay captured --workers 4",
    "replay --engine clickhouse --url http://localhost:8123 --table analytics.events",
    "replay --engine posthog --since 24h",
    "replay --engine clickhouse --table \"s3('https://bucket.s3.amazonaws.com/events/*.jsonl.gz')\"",
  ],
  run: async (given, session) => {
    const engine = toEngine(given);
    const terms = baselineTerms(given, session);
    const tolerance = toTolerance(given.tolerance);
    const config = await session.config();
    const older =
      given.against === undefined
        ? undefined
        : await openOlderConfig(given.against, given.log, session);
    const rules = await rulesOf(config, older, given.baseline, session);
    const before =
      older && (await replayOlder(older, await openAsked(engine, given, session), rules));
    const open = await openAsked(engine, given, session);
    const proof = given.prove ? openProof(open.logs, { config, session }) : undefined;
    const counted = await open.run(
      {
        ...rules,
        ...(before && { besides: judgeAgainst(before, config, tolerance) }),
        ...(proof && { witness: proof.witness }),
      },
      proof?.logs,
    );
    const isWhole = counted.isIncomplete !== true;
    const proven = isWhole ? await proof?.prove() : undefined;
    const replayed = proven === undefined ? counted : withFindings(counted, proven.findings);
    const comparison = isWhole ? before && compare(before.replayed, replayed) : undefined;
    const report = reportReplay(replayed, {
      file: config.file,
      today: rules.today,
      privacy: config.privacy,
      declaredAt: (finding) => declaredPlace(finding, config),
      coverage: coverageOf(replayed, config),
      ...(comparison && { comparison }),
      ...(proven && { certificate: proven.certificate }),
    });
    return {
      ...report,
      ...(terms && { meta: { ...report.meta, ...terms } }),
      ...(given.out !== undefined && { out: given.out }),
    };
  },
});

/** What is replayed: files, or rows of an engine, which is loaded only then. */
async function openAsked(
  engine: ReturnType<typeof toEngine>,
  given: ReplayArguments,
  session: Session,
): Promise<OpenReplay> {
  if (engine === undefined) return openReplay(given.log, given.workers, session);
  const { openEngineReplay } = await import("../replay-engine.ts");
  return openEngineReplay(await engine(), given, session);
}

async function rulesOf(
  config: Config,
  older: Config | undefined,
  baselineFile: string | undefined,
  session: Session,
): Promise<ReplayRules> {
  const today = session.today();
  const wider = older === undefined ? [] : wideningFindings(config, older);
  const baseline =
    baselineFile === undefined ? undefined : await openBaseline(baselineFile, session);
  return {
    ...config,
    definitions: [...findingsOf(config, today), ...wider],
    words: [config, ...(older ? [older] : [])].flatMap(wordsOf),
    today,
    runKey: randomUUID(),
    ...(baseline && { baseline }),
  };
}
