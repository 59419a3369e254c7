import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { query } from "chdb";

/** What a server was asked, query by query. */
export interface Server {
  readonly url: string;
  readonly asked: readonly string[];
  readonly close: () => void;
}

/** Of the protocol; every other parameter is a setting. */
const PROTOCOL: ReadonlySet<string> = new Set(["query_id", "wait_end_of_query", "database"]);

/** ClickHouse in this process behind as much of its HTTP interface as a client of it needs. */
export async function serve(): Promise<Server> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { searchParams } = new URL(request.url ?? "", "http://host");
      const [sql, format] = body.split("\nFORMAT ");
      if (sql === undefined || format === undefined) throw new Error("a query names its format");
      asked.push(sql);
      const settings = [...searchParams]
        .filter(([name]) => !PROTOCOL.has(name))
        .map(([name, value]) => `${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`);
      const set = settings.length === 0 ? "" : `\nSETTINGS ${settings.join(", ")}`;
      try {
        response.setHeader("content-encoding", "gzip");
        response.end(gzipSync(query(`${sql}${set}`, format)));
      } catch (error) {
        const said = String(error);
        response.removeHeader("content-encoding");
        response.setHeader("x-clickhouse-exception-code", /Code: (\d+)/.exec(said)?.[1] ?? "1002");
        response.writeHead(500).end(said);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port has a number");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
