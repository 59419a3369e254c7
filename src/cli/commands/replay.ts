import { findingsOf } from "../../config/check.ts";
import { replay } from "../../replay/replay.ts";
import { reportReplay } from "../../report/replay.ts";
import { type Command, command } from "../command.ts";
import { openLogs } from "../logs.ts";

/** `replay LOG…`: captured logs through the counters and the privacy rules. */
export const replayCommand: Command = command({
  args: {
    log: {
      type: "positional",
      multiple: true,
      required: true,
      description: "Files, folders, globs, or - for standard input",
    },
  },
  examples: [
    "replay captured/events.jsonl",
    'replay captured "more/**/*.jsonl" --json',
    "replay - < events.jsonl",
  ],
  run: async ({ log }, session) => {
    const { catalogue, metrics, privacy, ...config } = await session.config();
    const definitions = findingsOf({ catalogue, metrics, privacy, ...config }, session.today());
    const logs = await openLogs(log, session.host);
    const rules = { catalogue, metrics, privacy, definitions, today: session.today() };
    return reportReplay(await replay(logs, rules));
  },
});
