import { resolve } from "node:path";
import { appender } from "../../disk/append.ts";
import { fileJsonStore } from "../../disk/json-store.ts";
import { createPostHog } from "../../emulator/emulator.ts";
import type { CaptureLine } from "../../emulator/capture.ts";
import { MAX_LINE_BYTES } from "../../replay/lines.ts";
import { OpsError } from "../../errors.ts";
import { type Command, command } from "../command.ts";
import { listen } from "../listen.ts";
import type { Session } from "../session.ts";

/** `dev`: a local PostHog until somebody stops it. Its URL is the first and only result. */
export const devCommand: Command = command({
  args: {
    port: { type: "string", description: "The port; 0 takes a free one", default: "8010" },
    state: { type: "string", description: "Keep what it knows in this file", valueHint: "FILE" },
    record: {
      type: "string",
      description: "Append what is captured to this file, as JSONL that replay reads",
      valueHint: "FILE",
    },
    "personal-key": { type: "string", description: "The personal key", default: "phx_dev" },
    "project-key": { type: "string", description: "The project key", default: "phc_dev" },
    scope: {
      type: "string",
      multiple: true,
      description: "What the personal key may do, such as feature_flag:read; may be repeated",
      valueHint: "SCOPE",
    },
  },
  examples: ["dev", "dev --port 0 --json", "dev --state .assay-dev.json --record events.jsonl"],
  run: async (given, session) => {
    const { cwd, print } = session.host;
    const at = (path: string): string => resolve(cwd(), path);
    const append = given.record === undefined ? undefined : appender(at(given.record));
    const posthog = createPostHog({
      now: session.now,
      personalKeys: [
        { key: given["personal-key"], scopes: given.scope.length > 0 ? given.scope : ["*"] },
      ],
      projects: [
        {
          id: 1,
          name: "Default project",
          token: given["project-key"],
          organization: "Development",
        },
      ],
      ...(given.state !== undefined && { store: fileJsonStore(at(given.state)) }),
      ...(append && { onCapture: (lines) => append(lines.flatMap(toRecord)) }),
    });
    await posthog.ready();
    const { url, close } = await listen((request) => posthog.fetch(request), parsePort(given.port));
    print(session.asked.format === "json" ? `${JSON.stringify({ url })}\n` : `${url}\n`);
    session.note(`PostHog-compatible server, project 1; Ctrl-C stops it`);
    await stopped(session);
    await close();
    return undefined;
  },
});

/** A batch as one line, as it came; one that no reader would take, as a line for each event. */
function toRecord(line: CaptureLine): string[] {
  const text = JSON.stringify(line);
  const { batch, ...around } = line;
  if (Buffer.byteLength(text) <= MAX_LINE_BYTES || !Array.isArray(batch)) return [text];
  return batch.map((event: unknown) => JSON.stringify({ ...around, batch: [event] }));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new OpsError("usage", "Cannot use --port: it takes a number from 0 to 65535");
}

function stopped({ signal }: Session): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
