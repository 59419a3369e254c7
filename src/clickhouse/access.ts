import { OpsError } from "../errors.ts";

/** Where a server is, and as whom it is asked. */
export interface Access {
  /** Of HTTP, without credentials: fit to be shown. */
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  /** Undefined: the user's own. */
  readonly database: string | undefined;
  /** Settings of the server, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The variables that fill in what a URL leaves out. */
export type AccessVariables = Readonly<Record<string, string | undefined>>;

/** Parameters that would change how an answer is written, or what is asked. */
const RESERVED: ReadonlySet<string> = new Set(
  "query query_id session_id default_format compress decompress wait_end_of_query buffer_size".split(
    " ",
  ),
);

/**
 * Reads a URL such as `https://host:8443/database?max_threads=4`: all its parameters but `user`,
 * `password` and `database` are settings. A user and a password that it lacks come from
 * CLICKHOUSE_USER and CLICKHOUSE_PASSWORD. Throws `usage`, and repeats nothing of the URL: it may
 * hold a password.
 */
export function parseAccess(url: string, env: AccessVariables): Access {
  if (!URL.canParse(url)) throw unfit("it is no URL");
  const { protocol, origin, username, password, pathname, searchParams } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") throw unfit("it is none of HTTP");
  const { user: ownUser, password: ownPassword, database, ...settings } = toSettings(searchParams);
  return {
    origin,
    user: decoded(username) || ownUser || env["CLICKHOUSE_USER"] || "default",
    password: decoded(password) || ownPassword || env["CLICKHOUSE_PASSWORD"] || "",
    database: decoded(pathname.replace(/^\/|\/$/g, "")) || database || undefined,
    settings,
  };
}

function toSettings(parameters: URLSearchParams): Readonly<Record<string, string>> {
  for (const name of parameters.keys()) {
    if (RESERVED.has(name)) throw unfit("one of its parameters is no setting");
    if (!/^[A-Za-z_]\w*$/.test(name)) throw unfit("one of its parameters has no setting's name");
  }
  return Object.fromEntries(parameters);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unfit("it has a percent sign that encodes nothing");
  }
}

function unfit(why: string): OpsError {
  return new OpsError("usage", `Cannot use the URL of ClickHouse: ${why}`, {
    hint: 'Write it like "http://localhost:8123/default?max_threads=4", in --url or CLICKHOUSE_URL; user and password may stand in CLICKHOUSE_USER and CLICKHOUSE_PASSWORD',
  });
}
