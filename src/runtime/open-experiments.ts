import { randomUUID } from "node:crypto";
import { identity } from "../disk/identity-file.ts";
import { fileShared } from "../disk/shared-file.ts";
import { projectFiles } from "../disk/user-folders.ts";
import type { Definitions } from "../evaluation/flag.ts";
import { OpsError } from "../errors.ts";
import { openCapture } from "../posthog/capture.ts";
import { fetchFlagValues } from "../posthog/flag-values.ts";
import { createExperiments } from "./create-experiments.ts";
import type { Experiments, Subject } from "./experiments.ts";
import { continuousIntegration, type Environment, type Gate, telemetryGate } from "./gate.ts";
import { evaluatedLocally } from "./local-evaluation.ts";
import { processClock } from "./open-clock.ts";
import { OVERRIDES_FORMAT } from "./overrides.ts";
import { createProblems, type Problems } from "./problems.ts";
import { REMEMBERED_FORMAT } from "./remembered.ts";
import type { RemoteFlags } from "./remote-flags.ts";
import type { RuntimeConfig } from "./settings.ts";

/** What an application says to have its experiments on this machine. */
export interface OpenOptions {
  /** What `parseConfig` of `assay` returns for the `assay.toml` shipped with the application. */
  readonly config: RuntimeConfig & {
    readonly posthog: { readonly host: string; readonly project: number | undefined };
  };
  /** `phc_…`, which is public. An application never needs a secret key. */
  readonly projectKey: string;
  /** A build for its developers: it sends nothing, whatever else is said. */
  readonly development: boolean;
  /** Whether the person said no in the application's own settings; asked before every event. */
  readonly optedOut?: () => boolean;
  /** Who it is; unless told, a random name that stays with this installation. */
  readonly person?: Subject;
  /** What every event carries, such as `{ version }`. */
  readonly base?: Readonly<Record<string, unknown>>;
  /** What decides while telemetry is off; the config as it would be live, unless told. */
  readonly definitions?: Definitions;
  /** Fetches definitions to decide flags here, instead of asking PostHog about the person. */
  readonly load?: (signal: AbortSignal) => Promise<Definitions>;
  /** How long one exposure counts, in milliseconds; a day unless told. */
  readonly exposureMs?: number;
  /** Told once of each file that is damaged or cannot be written; the application goes on. */
  readonly onProblem?: (problem: OpsError) => void;
  /** The process's own unless told. */
  readonly env?: Environment;
  readonly platform?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The experiments of this machine's person: files where the `assay` command looks for them, PostHog
 * over the network, posthog-node for events once the first one may leave. What cannot be kept is in
 * memory until the process ends. Throws `config` for a project key that is another key.
 */
export async function openExperiments(options: OpenOptions): Promise<Experiments> {
  const { config, projectKey, optedOut = () => false, development } = options;
  const { env = process.env, platform = process.platform } = options;
  const fetch: typeof globalThis.fetch =
    options.fetch ?? ((...asked) => globalThis.fetch(...asked));
  if (!projectKey.startsWith("phc_"))
    throw new OpsError("config", "Cannot open experiments: the project key is another key", {
      hint: "Give the project API key (phc_…); a secret key does not belong into an application",
    });
  const host = env["POSTHOG_HOST"]?.trim() || config.posthog.host;
  const files = projectFiles({ env, platform }, { host, project: config.posthog.project });
  const surroundings = telemetryGate(env, { off: config.telemetry.off, development });
  const gate = (): Gate =>
    surroundings.open && optedOut() ? { open: false, because: "opted-out" } : surroundings;
  const problems = createProblems(options.onProblem);
  const { tell } = problems;
  const person = options.person ?? { distinctId: await installation(files.identity, problems) };
  const access = { host, projectKey, fetch };
  const asked: RemoteFlags = { ask: async (question) => fetchFlagValues(access, question) };
  return createExperiments(
    { ...options, person, platform, gate, ci: continuousIntegration(env) },
    {
      clock: processClock(),
      remote: options.load === undefined ? asked : evaluatedLocally(options.load),
      memory: fileShared(files.assignments, REMEMBERED_FORMAT, tell),
      overrides: fileShared(files.overrides, OVERRIDES_FORMAT, tell),
      openSink: async (egress) => openCapture(access, egress),
      problems,
    },
  );
}

/** Where no identity can be kept, one that ends with the process. */
async function installation(path: string, { tell }: Problems): Promise<string> {
  try {
    return await identity(path, tell);
  } catch (problem) {
    tell(problem);
    return randomUUID();
  }
}
