import { type ErrorKind, OpsError } from "../errors.ts";

/** What one of the server's codes means for the person who asks. */
interface Meaning {
  readonly kind: ErrorKind;
  /** What failed, behind `Cannot `. */
  readonly what: string;
  readonly hint: string;
}

const REFUSED_LOGIN: Meaning = {
  kind: "unauthorized",
  what: "log in to ClickHouse",
  hint: "Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or name both in --url",
};
const NOT_ALLOWED: Meaning = {
  kind: "unauthorized",
  what: "ask ClickHouse: this user lacks a permission",
  hint: "Grant it SELECT on the table; a table function also needs CREATE TEMPORARY TABLE and READ on its source",
};
const NO_TABLE: Meaning = {
  kind: "usage",
  what: "find the table in ClickHouse",
  hint: "Check --table DATABASE.TABLE and the database of --url, and that this user may see it",
};
const NO_FILE: Meaning = {
  kind: "usage",
  what: "read the files that --table names",
  hint: "Check their names, their format and the access to them, as the server sees them",
};
const TOO_OLD: Meaning = {
  kind: "usage",
  what: "replay in this ClickHouse: it does not understand what it is asked",
  hint: "Use a newer ClickHouse: it is proved with 26.7",
};
const UNFIT_SETTING: Meaning = {
  kind: "usage",
  what: "use the settings of --url",
  hint: "Check their names and values, and which of them this user may change",
};
const READ_ONLY: Meaning = {
  kind: "usage",
  what: "ask ClickHouse so: this user may not change a setting, or not use a table function",
  hint: "Leave settings out of --url, or ask as a user with readonly = 2 or 0",
};
const TOO_LARGE: Meaning = {
  kind: "unavailable",
  what: "finish in ClickHouse: it is more than the server allows for one query",
  hint: "Raise the limit in --url, such as ?max_memory_usage=20000000000, or replay a part of the rows",
};
const TOO_LONG: Meaning = {
  kind: "unavailable",
  what: "finish in ClickHouse: the query takes longer than the server allows",
  hint: "Raise the limit in --url, such as ?max_execution_time=3600, or replay a part of the rows",
};
const BUSY: Meaning = {
  kind: "unavailable",
  what: "ask ClickHouse: a quota is used up or too many queries run",
  hint: "Try again later, or ask for a larger quota",
};
const BROKEN: Meaning = {
  kind: "unavailable",
  what: "finish in ClickHouse: the server lost a part of itself, or the query",
  hint: "Try again; the server's own log says more",
};

/** The codes of ClickHouse that a person can do something about, by their published names. */
export const CODES: ReadonlyMap<number, readonly [name: string, meaning: Meaning]> = new Map([
  [42, ["NUMBER_OF_ARGUMENTS_DOESNT_MATCH", TOO_OLD]],
  [43, ["ILLEGAL_TYPE_OF_ARGUMENT", TOO_OLD]],
  [46, ["UNKNOWN_FUNCTION", TOO_OLD]],
  [47, ["UNKNOWN_IDENTIFIER", TOO_OLD]],
  [48, ["NOT_IMPLEMENTED", TOO_OLD]],
  [60, ["UNKNOWN_TABLE", NO_TABLE]],
  [62, ["SYNTAX_ERROR", TOO_OLD]],
  [63, ["UNKNOWN_AGGREGATE_FUNCTION", TOO_OLD]],
  [73, ["UNKNOWN_FORMAT", NO_FILE]],
  [81, ["UNKNOWN_DATABASE", NO_TABLE]],
  [86, ["RECEIVED_ERROR_FROM_REMOTE_IO_SERVER", NO_FILE]],
  [107, ["FILE_DOESNT_EXIST", NO_FILE]],
  [115, ["UNKNOWN_SETTING", UNFIT_SETTING]],
  [158, ["TOO_MANY_ROWS", TOO_LARGE]],
  [159, ["TIMEOUT_EXCEEDED", TOO_LONG]],
  [160, ["TOO_SLOW", TOO_LONG]],
  [164, ["READONLY", READ_ONLY]],
  [191, ["SET_SIZE_LIMIT_EXCEEDED", TOO_LARGE]],
  [192, ["UNKNOWN_USER", REFUSED_LOGIN]],
  [193, ["WRONG_PASSWORD", REFUSED_LOGIN]],
  [194, ["REQUIRED_PASSWORD", REFUSED_LOGIN]],
  [195, ["IP_ADDRESS_NOT_ALLOWED", REFUSED_LOGIN]],
  [201, ["QUOTA_EXCEEDED", BUSY]],
  [202, ["TOO_MANY_SIMULTANEOUS_QUERIES", BUSY]],
  [209, ["SOCKET_TIMEOUT", BROKEN]],
  [210, ["NETWORK_ERROR", BROKEN]],
  [241, ["MEMORY_LIMIT_EXCEEDED", TOO_LARGE]],
  [243, ["NOT_ENOUGH_SPACE", TOO_LARGE]],
  [279, ["ALL_CONNECTION_TRIES_FAILED", BROKEN]],
  [291, ["DATABASE_ACCESS_DENIED", NOT_ALLOWED]],
  [307, ["TOO_MANY_BYTES", TOO_LARGE]],
  [394, ["QUERY_WAS_CANCELLED", BROKEN]],
  [396, ["TOO_MANY_ROWS_OR_BYTES", TOO_LARGE]],
  [400, ["CANNOT_STAT", NO_FILE]],
  [452, ["SETTING_CONSTRAINT_VIOLATION", UNFIT_SETTING]],
  [497, ["ACCESS_DENIED", NOT_ALLOWED]],
  [499, ["S3_ERROR", NO_FILE]],
  [516, ["AUTHENTICATION_FAILED", REFUSED_LOGIN]],
  [636, ["CANNOT_EXTRACT_TABLE_STRUCTURE", NO_FILE]],
]);

/**
 * A refusal as what a person can do about it. The server's own words quote the query and values of
 * the log: nobody reads them here.
 *
 * @param code as the header says it; undefined where something else than ClickHouse answered
 */
export function toFault(code: string | undefined, status: number, origin: string): OpsError {
  const number = /^\d{1,4}$/.test(code ?? "") ? Number(code) : undefined;
  if (number === undefined) return strangeStatus(status, origin);
  const [name, meaning] = CODES.get(number) ?? [undefined, undefined];
  if (meaning === undefined)
    return new OpsError("unavailable", `Cannot finish in ClickHouse: it answers code ${number}`, {
      hint: "system.errors names the code, and the server's own log says more",
    });
  const { kind, what, hint } = meaning;
  return new OpsError(kind, `Cannot ${what} (${number}, ${name})`, { hint });
}

function strangeStatus(status: number, origin: string): OpsError {
  if (status === 401 || status === 403)
    return new OpsError("unauthorized", `Cannot log in at "${origin}": it answers ${status}`, {
      hint: REFUSED_LOGIN.hint,
    });
  if (status >= 500 || status === 429)
    return new OpsError("unavailable", `Cannot ask "${origin}": it answers ${status}`, {
      hint: "Try again later",
    });
  return new OpsError("unavailable", `Cannot ask "${origin}": no ClickHouse answers there`, {
    hint: "Check --url: it takes the server's port for HTTP, by default 8123, or 8443 for HTTPS",
  });
}

/** Nobody answers, or an answer ended before its end. */
export function lost(origin: string): OpsError {
  return new OpsError("unavailable", `Cannot reach ClickHouse at "${origin}"`, {
    hint: "Check --url and the network; Node trusts a certificate authority of your own by NODE_EXTRA_CA_CERTS",
  });
}

/** An answer that is none of ClickHouse's. */
export function strange(origin: string): OpsError {
  return new OpsError("unavailable", `Cannot read what "${origin}" answers`, {
    hint: "Check that --url is a ClickHouse server, and that nothing on the way cuts its answers",
  });
}
