import { randomUUID } from "node:crypto";
import { findingsOf } from "../../config/check.ts";
import type { Finding } from "../../privacy/finding.ts";
import { replay } from "../../replay/replay.ts";
import type { ReportedFinding } from "../../report/findings.ts";
import { reportReplay } from "../../report/replay.ts";
import { openBaseline } from "../baseline.ts";
import { type Command, command } from "../command.ts";
import { declaredPlace } from "../declared-place.ts";
import { openLogs } from "../logs.ts";
import type { Session } from "../session.ts";

/** `replay LOG…`: captured logs through the counters and the privacy rules. */
export const replayCommand: Command = command({
  args: {
    log: {
      type: "positional",
      multiple: true,
      required: true,
      description: "Files, folders, globs, or - for standard input",
    },
    baseline: {
      type: "string",
      description: "An earlier JSON report whose findings are known",
      valueHint: "FILE",
    },
    out: { type: "string", description: "Write the report to this file", valueHint: "FILE" },
  },
  reports: ["findings", "cases"],
  examples: [
    "replay captured/events.jsonl",
    'replay captured "more/**/*.jsonl" --json',
    "replay - < events.jsonl",
    "replay captured --format sarif --out replay.sarif",
  ],
  run: async ({ log, out, baseline: file }, session) => {
    const config = await session.config();
    const today = session.today();
    const logs = (await openLogs(log, session.host)).map(({ path, chunks }) => ({
      path,
      chunks: watched(chunks, session),
    }));
    const definitions = findingsOf(config, today);
    const baseline = file === undefined ? undefined : await openBaseline(file, session);
    const runKey = randomUUID();
    const rules = { ...config, definitions, today, runKey, ...(baseline && { baseline }) };
    const replayed = await replay(logs, rules);
    const declaredAt = (finding: Finding): ReportedFinding["declared"] =>
      declaredPlace(finding, config);
    return {
      ...reportReplay(replayed, { declaredAt, today, file: config.file }),
      ...(out !== undefined && { out }),
    };
  },
});

/** Stops when the session does, and says how much was read, every 16 MiB. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  { progress, signal }: Session,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  let said = 0;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    bytes += chunk.length;
    const mebibytes = Math.floor(bytes / 2 ** 20);
    if (mebibytes >= said + 16) progress(`${(said = mebibytes)} MiB read …`);
    yield chunk;
  }
}
