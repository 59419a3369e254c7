import { randomUUID } from "node:crypto";
import type { Engine } from "../pushdown/engine.ts";
import type { Access } from "./access.ts";
import { connect } from "./connection.ts";
import { follow, type Progress } from "./progress.ts";
import { SETTINGS_SQL, settingsToSend, UNLIMITED } from "./settings.ts";

/** What asking borrows from the process. */
export interface Desk {
  /** Ends every query, here and at the server. */
  readonly signal: AbortSignal;
  /** Hears of each answer; never of a value, a query or a password. */
  readonly debug: (text: string) => void;
  /** Hears how far a query is, about once a second; without it nobody asks. */
  readonly progress?: (progress: Progress) => void;
}

/**
 * A server that is asked over HTTP. Logs in first, and asks for the settings that the answers depend
 * on. Throws `unauthorized`, `usage` and `unavailable`.
 */
export async function openClickHouse(access: Access, desk: Desk): Promise<Engine> {
  const ask = connect(access);
  const given = { ...access.settings, ...UNLIMITED };
  const { signal, debug, progress } = desk;
  const known: (readonly unknown[])[] = [];
  for await (const row of ask(SETTINGS_SQL, { id: randomUUID(), settings: given, signal }))
    known.push(row);
  const settings = { ...given, ...settingsToSend(known, given) };
  let queries = 0;
  return {
    rows: async function* (sql) {
      const query = (queries += 1);
      const id = randomUUID();
      const over = new AbortController();
      const ended = AbortSignal.any([signal, over.signal]);
      const following =
        progress &&
        follow(id, {
          ask: (question) => ask(question, { id: randomUUID(), settings, signal: ended }),
          heard: (seen) => progress({ query, ...seen }),
          signal: ended,
        });
      try {
        yield* ask(sql, { id, settings, signal });
        debug(`ClickHouse answered query ${query}`);
      } finally {
        over.abort();
        await following;
      }
    },
  };
}
