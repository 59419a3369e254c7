import type { PersonalKey, Project } from "../emulator/access.ts";
import { OpsError } from "../errors.ts";

/** What the flags of `dev` say about projects and keys. */
interface Said {
  readonly projectKey: string;
  readonly secretKey: string;
  readonly personalKey: string;
  readonly scopes: readonly string[];
  /** `ID=PROJECT_KEY[,SECRET_KEY]`, one for each further project. */
  readonly projects: readonly string[];
  /** `KEY=SCOPE,…[@ID,…]`, one for each further personal key. */
  readonly keys: readonly string[];
  /** Ids of projects whose changes wait for approval. */
  readonly approvals: readonly string[];
}

/** The projects and personal keys of the server. Throws `usage` for what cannot be read. */
export function accessOf(said: Said): {
  readonly projects: readonly Project[];
  readonly personalKeys: readonly PersonalKey[];
} {
  const first = { name: "Default project", token: said.projectKey, secretKey: said.secretKey };
  const projects = [
    { id: 1, ...first, organization: ORGANIZATION },
    ...said.projects.map(toProject),
  ];
  const scopes = said.scopes.length > 0 ? said.scopes : ["*"];
  const personalKeys = [{ key: said.personalKey, scopes }, ...said.keys.map(toKey)];
  const ids = projects.map(({ id }) => id);
  requireKnown("--approval", said.approvals.map(Number), ids);
  for (const key of personalKeys) requireKnown("--key", key.projects ?? [], ids);
  requireOnce("--project", ids);
  requireOnce(
    "--project",
    projects.map(({ token }) => token),
  );
  requireOnce(
    "--key",
    personalKeys.map(({ key }) => key),
  );
  return {
    projects: projects.map((project) => ({
      ...project,
      requiresApproval: said.approvals.includes(String(project.id)),
    })),
    personalKeys,
  };
}

const ORGANIZATION = "Development";

function toProject(text: string): Project {
  const [, id, token, secretKey] = /^([1-9]\d{0,8})=([^\s,]+)(?:,([^\s,]+))?$/.exec(text) ?? [];
  if (id === undefined || token === undefined)
    throw unreadable("--project", "Write ID=PROJECT_KEY, such as 2=phc_two");
  return {
    id: Number(id),
    name: `Project ${id}`,
    token,
    organization: ORGANIZATION,
    ...(secretKey === undefined ? {} : { secretKey }),
  };
}

function toKey(text: string): PersonalKey & { readonly projects?: readonly number[] } {
  const [, key, scopes, ids] = /^([^\s=]+)=([^\s@]+)(?:@(\d+(?:,\d+)*))?$/.exec(text) ?? [];
  if (key === undefined || scopes === undefined)
    throw unreadable("--key", "Write KEY=SCOPE,SCOPE, such as phx_ci=feature_flag:read@1");
  return {
    key,
    scopes: scopes.split(","),
    ...(ids === undefined ? {} : { projects: ids.split(",").map(Number) }),
  };
}

function requireKnown(flag: string, asked: readonly number[], known: readonly number[]): void {
  const stray = asked.find((id) => !known.includes(id));
  if (stray === undefined) return;
  throw new OpsError("usage", `Cannot use ${flag}: there is no such project`, {
    hint: `Declare it with --project ID=PROJECT_KEY; there are ${known.join(", ")}`,
  });
}

function requireOnce(flag: string, given: readonly (number | string)[]): void {
  if (new Set(given).size === given.length) return;
  throw unreadable(
    flag,
    "Every project has an id and a key of its own, and every key is given once",
  );
}

/** A key may stand in the text, so it is not repeated. */
function unreadable(flag: string, hint: string): OpsError {
  return new OpsError("usage", `Cannot read ${flag}`, { hint });
}
