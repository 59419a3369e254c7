import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import { type LockFile, fileLock } from "../disk/lock-file.ts";
import { OpsError } from "../errors.ts";
import type {
  Declaration,
  ExperimentDeclaration,
  FlagDeclaration,
} from "../experiment/declaration.ts";
import type { Base } from "../experiment/lock.ts";
import type { Terms } from "../experiment/saved-plan.ts";
import { type RemoteStore } from "../experiment/store.ts";
import type { Transport } from "../posthog/client.ts";
import { requireKey } from "../posthog/keys.ts";
import { posthogRehearsal, posthogStore, type ProjectAccess } from "../posthog/project.ts";
import { audited } from "./audit.ts";
import { configPath } from "./config-file.ts";
import { didYouMean } from "./nearest.ts";
import { hostOf } from "./posthog-host.ts";
import { remembering } from "./remember.ts";
import type { Session } from "./session.ts";
import { version } from "./version.ts";

/** One project of PostHog and the lock beside the config: where plans are made and carried out. */
export interface Project {
  readonly config: Config;
  /** Every write is remembered in the audit log. */
  readonly store: RemoteStore;
  /** The same for a dry run: nothing is written, and the calls are noted. */
  readonly rehearsal: () => ReturnType<typeof posthogRehearsal>;
  readonly lock: LockFile;
  /** What was last applied in this environment. */
  readonly base: Base;
}

/** Fills the ports of `experiment` with REST and a file. Throws `config` and `unauthorized`. */
export async function openProject(session: Session): Promise<Project> {
  const config = await session.config();
  const access = await accessOf(session);
  const path = join(dirname(configPath(session.asked.config, session.host)), "assay.lock");
  const lock = fileLock(path);
  const { environment } = config;
  const { host, project } = access;
  const store = posthogStore(access, transport(session));
  const logged = audited(store, { host, project, environment }, session);
  return {
    config,
    store: remembering(logged, lock, environment),
    rehearsal: () => posthogRehearsal(access, transport(session)),
    lock,
    base: await lock.load(environment),
  };
}

/** The project that the config names, and the key that opens it. Throws as `openProject` does. */
export async function accessOf(session: Session): Promise<ProjectAccess> {
  const config = await session.config();
  const { project } = config.posthog;
  if (project === undefined)
    throw new OpsError("config", "Cannot ask PostHog: the config names no project", {
      hint: "Add project = NUMBER to [posthog]; PostHog shows it under Settings, Project",
    });
  const personalKey = requireKey("POSTHOG_PERSONAL_API_KEY", session.host.env);
  return { host: hostOf(config, session), project, personalKey };
}

/** Where a saved plan may be applied, and by which tool. */
export function termsOf(config: Config, session: Session): Terms {
  return { tool: version, host: hostOf(config, session), project: config.posthog.project };
}

/** What the network door borrows. With `--debug` it says each request, never a body or a key. */
export function transport({ host, signal, debug }: Session): Transport {
  const { sleep, now, random } = host;
  const watched: typeof globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const response = await host.fetch(input, init);
    debug(`${init?.method ?? "GET"} ${new URL(url).pathname} ${response.status}`);
    return response;
  };
  return { fetch: watched, sleep, now, random, signal };
}

/** Flags and experiments, as declared. */
export function declarationsOf({ flags, experiments }: Config): readonly Declaration[] {
  return [...flags, ...experiments];
}

/** The declared experiment of a key that a person typed. Throws `usage` with the nearest. */
export function experimentOf({ experiments }: Config, key: string): ExperimentDeclaration {
  return named(experiments, key, { what: "experiment", hint: "Declare it under [experiments]" });
}

/** The same for a flag of its own. */
export function flagOf({ flags, experiments }: Config, key: string): FlagDeclaration {
  const hint = experiments.some((experiment) => experiment.key === key)
    ? `Its experiment owns it: run assay experiment create ${key}`
    : "Declare it under [flags]";
  return named(flags, key, { what: "flag", hint });
}

/** The same for a flag, be it of its own or of an experiment. */
export function declarationOf(config: Config, key: string): Declaration {
  const hint = "Declare it under [flags] or [experiments]";
  return named(declarationsOf(config), key, { what: "flag", hint });
}

function named<Declared extends Declaration>(
  declarations: readonly Declared[],
  key: string,
  { what, hint }: { readonly what: string; readonly hint: string },
): Declared {
  const found = declarations.find((declaration) => declaration.key === key);
  if (found !== undefined) return found;
  const known = declarations.map((declaration) => declaration.key);
  throw new OpsError("usage", `Cannot find ${what} "${key}": the config does not declare it`, {
    hint: didYouMean(key, known, hint),
  });
}
