import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { openClickHouse, type Desk } from "../../src/clickhouse/engine.ts";
import { parseAccess } from "../../src/clickhouse/access.ts";
import type { Engine } from "../../src/pushdown/engine.ts";

/** What a client asked. */
export interface Asked {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  /** Aborts when the client leaves before its answer has ended. */
  readonly left: AbortSignal;
}

export type Answer = (asked: Asked, response: ServerResponse) => unknown;

/** A server on a free port of this machine; it answers in its own way, and remembers. */
export async function serve(
  answer: Answer,
): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const leaving = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) leaving.abort();
    });
    void text(request).then((sql) => {
      const parameters = Object.fromEntries(new URL(request.url ?? "", "http://host").searchParams);
      const now = { sql, parameters, headers: request.headers, left: leaving.signal };
      asked.push(now);
      answer(now, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port has a number");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

/** Rows as ClickHouse writes them. */
export const rows = (...lists: readonly (readonly unknown[])[]): string =>
  lists.map((row) => `${JSON.stringify(row)}\n`).join("");

/** A failure as ClickHouse tells it: its words quote the query, and a value of the log. */
export function refuse(response: ServerResponse, code: number, status: number = 500): void {
  response.writeHead(status, { "x-clickhouse-exception-code": String(code) });
  response.end(
    `Code: ${code}. DB::Exception: ada@example.com in SELECT … (SECRET_NAME) (version 26)`,
  );
}

/** Answers what asks for settings with these, and the rest in its own way. */
export function withSettings(settings: readonly (readonly string[])[], answer: Answer): Answer {
  return (asked, response) => {
    if (asked.sql.includes("FROM system.settings")) response.end(rows(...settings));
    else answer(asked, response);
  };
}

/** A client of that server, with a user's URL and variables. */
export async function opened(
  url: string,
  desk: Partial<Desk> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Engine> {
  const signal = new AbortController().signal;
  return openClickHouse(parseAccess(url, env), { signal, debug: () => {}, ...desk });
}

export async function collected(answer: AsyncIterable<readonly unknown[]>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const row of answer) seen.push(row);
  return seen;
}
