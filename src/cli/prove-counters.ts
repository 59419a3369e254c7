import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { SentRequest } from "../privacy/release/sent-request.ts";
import type { TrialLog } from "../replay/proof/faults.ts";
import type { Behave, Situation } from "../replay/proof/promises.ts";
import { parseFileName } from "../runtime/metrics/batch-file.ts";
import { type ApplicationMetrics, openMetrics } from "../runtime/metrics/open-metrics.ts";

/** Where batches go on trial: the declared address, or one that nobody has. */
export const endpointOf = ({ metrics }: Pick<Config, "metrics">): string =>
  metrics.endpoint ?? "https://metrics.invalid/v1/metrics";

/** Puts the counters of an application that ships this config into situations. */
export function behaving(config: Config): Behave {
  return async (situation, lines) =>
    inHome(async (home) => {
      const heard = network(undefined);
      await live({ config, home, situation, fetch: heard.fetch }, lines);
      const kept = (await filesBelow(home)).filter(({ name }) => parseFileName(name));
      return { counted: kept.length + heard.requests.length, requests: heard.requests };
    });
}

/**
 * What the counters of an application leave of a log: their files, by name and content, and what they
 * send; where nobody answers, and where the collector refuses.
 */
export async function countersSinks(
  { bytes }: TrialLog,
  config: Config,
): Promise<ReadonlyMap<string, string>> {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const situation: Situation = { decision: "granted", days: 2, isWidened: false };
  const sinks = new Map<string, string>();
  for (const [name, status] of [
    ["counters", undefined],
    ["refused counters", 400],
  ] as const)
    // oxlint-disable-next-line no-await-in-loop -- one application after the other
    await inHome(async (home) => {
      const heard = network(status);
      const problems = await live({ config, home, situation, fetch: heard.fetch }, lines);
      const files = await filesBelow(home);
      sinks.set(`${name} files`, files.map(({ path, text }) => `${path}\n${text}`).join("\n"));
      sinks.set(`${name} requests`, heard.texts.join("\n"));
      sinks.set(`${name} problems`, problems.join("\n"));
    });
  return sinks;
}

interface Life {
  readonly config: Config;
  readonly home: string;
  readonly situation: Situation;
  readonly fetch: typeof globalThis.fetch;
}

const DAY_MS = 86_400_000;
const DECIDED_AT = Date.parse("2026-01-05T12:00:00Z");

/** An application from the decision to its end; what it says of its problems, its end among them. */
async function live(life: Life, lines: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  await through(life, lines, problems).catch((error: unknown) => problems.push(String(error)));
  return problems;
}

async function through(life: Life, lines: readonly string[], problems: string[]): Promise<void> {
  const { decision, days, isWidened } = life.situation;
  let at = DECIDED_AT;
  const open = async (policy: number): Promise<ApplicationMetrics> =>
    openMetrics(optionsOf(life, { policy, now: () => at, problems }));
  const before = await open(1);
  if (decision !== undefined) await before.decide(decision === "denied" ? "denied" : "granted");
  await before.close();
  at += days * DAY_MS;
  const application = await open(isWidened ? 2 : 1);
  for (const line of lines) application.observe(parsed(line));
  if (decision === "revoked") await application.decide("denied");
  await application.flush();
  await application.close();
}

function optionsOf(
  { config, home, situation, fetch }: Life,
  {
    policy,
    now,
    problems,
  }: { readonly policy: number; readonly now: () => number; readonly problems: string[] },
): Parameters<typeof openMetrics>[0] {
  const { metrics } = config;
  // Other dimensions have values that only the application knows.
  const dimensions = metrics.dimensions.filter((name) => name === "os" || name === "version");
  return {
    config: {
      ...config,
      metrics: { ...metrics, enabled: true, endpoint: endpointOf(config), policy, dimensions },
    },
    version: "1.0.0",
    development: false,
    env: { ASSAY_HOME: home, ...(situation.optOut !== undefined && { [situation.optOut]: "1" }) },
    platform: "linux",
    fetch,
    now,
    onProblem: (problem) => problems.push(String(problem)),
  };
}

/** A network that never reaches anybody, or where everything is answered with a status. */
function network(status: number | undefined): {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly SentRequest[];
  readonly texts: readonly string[];
} {
  const requests: SentRequest[] = [];
  const texts: string[] = [];
  return {
    requests,
    texts,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const headers = [...request.headers];
      requests.push({
        method: request.method,
        url: input instanceof Request ? input.url : String(input),
        headers: headers.map(([name]) => name),
        ...(request.redirect === "follow" && { redirectedTo: "anywhere" }),
      });
      texts.push(JSON.stringify([request.url, headers]), await request.text());
      if (status === undefined) throw new TypeError("a proof has no network");
      return new Response("", { status });
    },
  };
}

/** Text that is no JSON is an event of its own: an application may say anything. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

async function inHome<T>(deed: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "assay-proof-"));
  try {
    return await deed(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Every file below a folder, by its path there. */
async function filesBelow(
  home: string,
): Promise<{ readonly name: string; readonly path: string; readonly text: string }[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ name, parentPath }) => {
        const path = join(parentPath, name);
        return { name, path: path.slice(home.length), text: await readFile(path, "utf8") };
      }),
  );
}
