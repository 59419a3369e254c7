// Logs as large as one likes, after the capture of fixtures/mux: people who are active for a while,
// some 900 bytes a line, the same bytes every time. A leaking one tells another path in every line.
import { closeSync, openSync, writeSync } from "node:fs";
import { chance, uuid } from "./people.mjs";

const PEOPLE = 5_000;
/** So many events until other people are active. */
const WINDOW = 4_000;
const ACTIVE = 50;
const BLOCK_BYTES = 1 << 20;

const FEATURES = [
  "advisor-tool",
  "agent-browser",
  "dynamic-workflows",
  "multi-project-workspaces",
  "mux-governor",
  "programmatic-tool-calling",
  "timeline",
];
const MODELS = ["openai:gpt-5.1-codex-max", "anthropic:claude-opus-4-5", "google:gemini-3-pro"];
const BROWSER = {
  userAgent:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  platform: "Linux x86_64",
};

/** Writes a log of at least so many bytes, and resolves to how many lines it has. */
export function writeLog(file, bytes, { leaks = false } = {}) {
  const handle = openSync(file, "w");
  const lineOf = lineMaker(leaks);
  let [written, lines, block] = [0, 0, ""];
  const flush = () => {
    writeSync(handle, block);
    block = "";
  };
  while (written < bytes) {
    const line = lineOf(lines);
    lines += 1;
    written += line.length;
    block += line;
    if (block.length > BLOCK_BYTES) flush();
  }
  flush();
  closeSync(handle);
  return lines;
}

function lineMaker(leaks) {
  const next = chance(7);
  const below = (count) => Math.floor(next() * count);
  const pick = (values) => values[below(values.length)];
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join("");
  const people = Array.from({ length: PEOPLE }, () => uuid(next));
  const kinds = Object.entries(eventKinds({ next, below, pick, hex }));
  let active = [];
  return (index) => {
    if (index % WINDOW === 0) active = Array.from({ length: ACTIVE }, () => pick(people));
    const [event, own] = pick(kinds);
    const properties = {
      version: "v0.10.2-14-g1a2b3c4",
      backend_platform: pick(["win32", "darwin", "linux"]),
      electronVersion: "unknown",
      nodeVersion: "22.21.1",
      bunVersion: "unknown",
      ...Object.fromEntries(
        FEATURES.map((key) => [`$feature/${key}`, pick([true, false, "control", "test"])]),
      ),
      ...own(),
      $lib: "posthog-node",
      $lib_version: "5.17.2",
      $geoip_disable: true,
      ...(leaks && { note: `see /Users/jane${hex(6)}/secret.txt` }),
    };
    const line = {
      api_key: `phc_${"FAKE".repeat(10)}FAK`,
      distinct_id: pick(active),
      event,
      properties,
      type: "capture",
      library: "posthog-node",
      library_version: "5.17.2",
      timestamp: new Date(1.766e12 + below(6e8)).toISOString(),
      uuid: uuid(next),
    };
    return `${JSON.stringify(line)}\n`;
  };
}

const eventKinds = ({ next, below, pick, hex }) => ({
  message_sent: () => ({
    workspaceId: hex(10),
    model: pick(MODELS),
    agentId: pick(["exec", "explore", "plan"]),
    message_length_b2: 2 ** below(12),
    runtimeType: pick(["ssh", "local", "worktree"]),
    frontendPlatform: BROWSER,
    thinkingLevel: pick(["low", "high", "off"]),
  }),
  stream_timing_computed: () => ({
    model: pick(MODELS),
    agentId: "exec",
    duration_b2: 2 ** below(10),
    ttft_ms_b2: 2 ** below(14),
    tool_ms_b2: 2 ** below(14),
    streaming_ms_b2: 2 ** below(14),
    tool_percent_bucket: 5 * below(21),
    invalid: false,
  }),
  app_started: () => ({ isFirstLaunch: next() < 0.5, vimModeEnabled: next() < 0.2 }),
});
