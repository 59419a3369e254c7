import { basename, resolve } from "node:path";
import { appender } from "../../disk/append.ts";
import { fileJsonStore } from "../../disk/json-store.ts";
import { BrokenConnection } from "../../emulator/faults.ts";
import { createPostHog } from "../../emulator/emulator.ts";
import type { CaptureLine } from "../../emulator/capture.ts";
import { MAX_LINE_BYTES } from "../../replay/lines.ts";
import { OpsError } from "../../errors.ts";
import { type Command, command } from "../command.ts";
import { isConfigNear } from "../config-file.ts";
import { accessOf } from "../dev-access.ts";
import { devCollector, METRICS_PATH } from "../dev-collector.ts";
import { type LiveJudge, liveJudge } from "../live-judge.ts";
import { listen } from "../listen.ts";
import { serving, toCount } from "../serving.ts";
import type { Session } from "../session.ts";

/** `dev`: a local PostHog until somebody stops it. Its URL is the first and only result. */
export const devCommand: Command = command({
  args: {
    port: { type: "string", description: "The port; 0 takes a free one", default: "8010" },
    state: { type: "string", description: "Keep what it knows in this file", valueHint: "FILE" },
    record: {
      type: "string",
      description:
        "Append what is captured to this file, as JSONL that replay reads; judged as it comes",
      valueHint: "FILE",
    },
    "personal-key": { type: "string", description: "The personal key", default: "phx_dev" },
    "project-key": { type: "string", description: "The project key", default: "phc_dev" },
    "secret-key": {
      type: "string",
      description: "The project's secret key, for definitions and remote config",
      default: "phs_dev",
    },
    scope: {
      type: "string",
      multiple: true,
      description: "What the personal key may do, such as feature_flag:read; may be repeated",
      valueHint: "SCOPE",
    },
    project: {
      type: "string",
      multiple: true,
      description: "A further project with its own project key, such as 2=phc_two; may be repeated",
      valueHint: "ID=KEY",
    },
    key: {
      type: "string",
      multiple: true,
      description:
        "A further personal key with its scopes, @ID limits it to a project; may be repeated",
      valueHint: "KEY=SCOPE,…[@ID]",
    },
    approval: {
      type: "string",
      multiple: true,
      description: "A project whose changes wait for approval (409); may be repeated",
      valueHint: "ID",
    },
    fail: {
      type: "string",
      multiple: true,
      description:
        'A fault to make, such as 503:0.1 or "PATCH /feature_flags 500 once"; may be repeated',
      valueHint: "RULE",
    },
    seed: { type: "string", description: "Which requests a share of faults hits", default: "1" },
    latency: { type: "string", description: "Wait so long before every answer", valueHint: "MS" },
    "rate-limit": {
      type: "string",
      description: "Requests a minute that a personal key may make; more are answered 429",
      valueHint: "N",
    },
  },
  examples: [
    "dev",
    "dev --port 0 --json",
    "dev --state .assay-dev.json --record events.jsonl",
    "dev --project 2=phc_two --key phx_ci=feature_flag:read@2",
    'dev --latency 200 --fail 503:0.1 --fail "POST /launch lost once"',
  ],
  run: async (given, session) => {
    const { cwd } = session.host;
    const at = (path: string): string => resolve(cwd(), path);
    const record =
      given.record === undefined ? undefined : await recorder(at(given.record), session);
    const latencyMs = toCount("--latency", given.latency ?? "0", 600_000);
    const access = accessOf({
      projectKey: given["project-key"],
      secretKey: given["secret-key"],
      personalKey: given["personal-key"],
      scopes: given.scope,
      projects: given.project,
      keys: given.key,
      approvals: given.approval,
    });
    const posthog = createPostHog({
      now: session.now,
      ...access,
      faults: given.fail,
      seed: toCount("--seed", given.seed),
      ...(given["rate-limit"] !== undefined && {
        requestsPerMinute: toCount("--rate-limit", given["rate-limit"]),
      }),
      ...(latencyMs > 0 && {
        before: async () => {
          await session.host.sleep(latencyMs, session.signal).catch(() => {});
          return undefined;
        },
      }),
      ...(given.state !== undefined && { store: fileJsonStore(at(given.state)) }),
      ...(record && { onCapture: (lines) => record.take(lines.flatMap(toRecord)) }),
    });
    const collect = await devCollector(session);
    await posthog.ready();
    const ids = access.projects.map(({ id }) => id).join(", ");
    const listening = listen(
      async (request) =>
        collect !== undefined && new URL(request.url).pathname === METRICS_PATH
          ? collect(request)
          : posthog.fetch(request).catch(unlessBroken),
      toCount("--port", given.port, 65_535),
    );
    await serving(listening, {
      session,
      about: `PostHog-compatible server, project ${ids}; Ctrl-C stops it`,
      ...(collect && { mounts: { metrics: METRICS_PATH } }),
    });
    record?.close();
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

/** Nothing is answered where a fault broke the connection. */
function unlessBroken(error: unknown): undefined {
  if (!(error instanceof BrokenConnection)) throw error;
}

/**
 * Appends to the file, which must be there to be written before anything is served, and says at
 * once what a replay of it would find, where there is a config to judge by.
 */
async function recorder(
  path: string,
  session: Session,
): Promise<
  { readonly take: (lines: readonly string[]) => Promise<void> } & Pick<LiveJudge, "close">
> {
  const judged = isConfigNear(session.asked.config, session.host);
  const config = judged ? await session.config() : undefined;
  const append = appender(path);
  try {
    await append([]);
  } catch (cause) {
    throw new OpsError("usage", `Cannot write "${basename(path)}"`, {
      hint: "Name a file for --record in a folder that exists and may be written",
      cause,
    });
  }
  if (config === undefined)
    session.note(
      "No assay.toml is here or in a folder above: events are recorded, and none is judged",
    );
  const judge = config && (await liveJudge(path, config, session));
  return {
    take: async (lines) => {
      await append(lines);
      judge?.take(lines);
    },
    close: () => judge?.close(),
  };
}
