import { userInfo } from "node:os";
import { join } from "node:path";
import { type AuditEntry, fileAudit } from "../disk/audit-file.ts";
import { codeOf } from "../disk/file-error.ts";
import { type ErrorKind, OpsError } from "../errors.ts";
import { isRecord } from "../evaluation/record.ts";
import { fingerprint } from "../experiment/fingerprint.ts";
import type { ObservedExperiment, ObservedFlag } from "../experiment/observed.ts";
import { experimentSettings, flagSettings } from "../experiment/settings.ts";
import type { RemoteStore } from "../experiment/store.ts";
import type { Session } from "./session.ts";
import { stateFolder } from "../disk/user-folders.ts";

/** Where a write goes. */
type Place = Pick<AuditEntry, "host" | "project" | "environment">;

/**
 * A store that remembers every write on this machine: who did what to which object, and hashes of
 * what PostHog held before and after. What was done stays done when it cannot be remembered; then a
 * warning says so.
 */
export function audited(store: RemoteStore, place: Place, session: Session): RemoteStore {
  const append = fileAudit(auditPath(session));
  const remember = async (
    entry: Pick<AuditEntry, "object" | "deed" | "outcome" | "before" | "after">,
  ): Promise<void> => {
    const time = new Date(session.now()).toISOString();
    const who = whoIn(session.host.env);
    try {
      await append({ time, who, command: session.command, ...place, ...entry });
    } catch (error) {
      session.warn({
        rule: "audit.unwritten",
        severity: "warning",
        message: `Cannot add to the audit log: ${codeOf(error)}`,
        hint: "Check the folder that ASSAY_HOME names, or your state folder",
      });
    }
  };
  const flagWrite = writer<ObservedFlag>("flag", hashOfFlag, remember);
  const experimentWrite = writer<ObservedExperiment>("experiment", hashOfExperiment, remember);
  return {
    ...store,
    createFlag: async (flag) =>
      flagWrite({ key: flag.key, deed: "create" }, async () => store.createFlag(flag)),
    updateFlag: async (before, after) =>
      flagWrite({ key: after.key, deed: "update", before }, async () =>
        store.updateFlag(before, after),
      ),
    switchFlag: async (before, verb) =>
      flagWrite({ key: before.flag.key, deed: verb, before }, async () =>
        store.switchFlag(before, verb),
      ),
    createExperiment: async (content) =>
      experimentWrite({ key: content.key, deed: "create" }, async () =>
        store.createExperiment(content),
      ),
    updateExperiment: async (before, after) =>
      experimentWrite({ key: after.key, deed: "update", before }, async () =>
        store.updateExperiment(before, after),
      ),
    deleteDraft: async (before) =>
      experimentWrite({ key: before.key, deed: "delete", before }, async () =>
        store.deleteDraft(before),
      ),
    carryOut: async (before, deed) =>
      experimentWrite({ key: before.key, deed: deed.verb, before }, async () =>
        store.carryOut(before, deed),
      ),
  };
}

/** The log of this user, one for all projects. */
export function auditPath({ host }: Pick<Session, "host">): string {
  return join(stateFolder(host), "audit.jsonl");
}

/** One kind of write, done and then remembered; what was refused was no write. */
function writer<Held>(
  kind: "flag" | "experiment",
  hash: (held: Held) => string,
  remember: (
    entry: Pick<AuditEntry, "object" | "deed" | "outcome" | "before" | "after">,
  ) => Promise<void>,
) {
  return async (
    { key, deed, before }: { readonly key: string; readonly deed: string; readonly before?: Held },
    write: () => Promise<Held>,
  ): Promise<Held> => {
    const said = {
      object: `${kind} ${key}`,
      deed,
      before: before === undefined ? null : hash(before),
    };
    let after: Held;
    try {
      after = await write();
    } catch (error) {
      if (!(error instanceof OpsError) || LOST.has(error.kind))
        await remember({ ...said, outcome: "unknown", after: null });
      throw error;
    }
    await remember({ ...said, outcome: "done", after: hash(after) });
    return after;
  };
}

function hashOfFlag({ id, flag, archived, frozen }: ObservedFlag): string {
  return fingerprint({ id, active: flag.active, archived, frozen, settings: flagSettings(flag) });
}

/** After these nobody knows whether the write was done. */
const LOST: ReadonlySet<ErrorKind> = new Set(["unavailable", "interrupted"]);

/** With its flag, which most verbs change. */
function hashOfExperiment(experiment: ObservedExperiment): string {
  const { id, stage, conclusion, comment, origin } = experiment;
  const flag = isRecord(origin) ? origin["feature_flag"] : null;
  const { active, filters } = isRecord(flag) ? flag : {};
  const settings = experimentSettings(experiment);
  return fingerprint({ id, stage, conclusion, comment, settings, flag: { active, filters } });
}

/** Whom a CI job acts for, else who is logged in. */
export function whoIn(env: Readonly<Record<string, string | undefined>>): string {
  const actor = ACTORS.map((variable) => env[variable]?.trim()).find(Boolean);
  if (actor !== undefined) return actor;
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** The variables in which CI services name the person. */
const ACTORS = [
  "GITHUB_ACTOR",
  "GITLAB_USER_LOGIN",
  "BUILDKITE_BUILD_CREATOR",
  "CIRCLE_USERNAME",
  "BUILD_REQUESTEDFOR",
] as const;
