import { isRecord } from "../evaluation/record.ts";
import type { ApiRequest, Client } from "./client.ts";

/** One write that was not sent. */
export interface Call {
  readonly method: ApiRequest["method"];
  readonly path: string;
  readonly body: unknown;
}

/** A client that writes nothing, and what it would have written so far. */
export interface Rehearsal {
  readonly client: Client;
  readonly calls: readonly Call[];
}

/**
 * A client whose reads are real and whose writes are only noted. What a write answers is made up
 * from what is there: a new row is its own body under a negative id, which later lists hold too; a
 * change is laid over the row it is for; a verb leaves its row as it is.
 */
export function rehearsal(client: Client): Rehearsal {
  const calls: Call[] = [];
  const created: { readonly collection: string; readonly row: Row }[] = [];
  const rowAt = async (path: string): Promise<unknown> =>
    created.find(({ collection, row }) => path === `${collection}${row.id}/`)?.row ??
    client.request({ method: "GET", path });

  const pretend = async ({ method, path, body }: ApiRequest): Promise<unknown> => {
    calls.push({ method, path, body });
    const [, collection = path, , id, verb] =
      /^(.*?\/projects\/[^/]+\/([^/]+)\/)(?:([^/]+)\/)?(?:([^/]+)\/)?$/.exec(path) ?? [];
    if (id === undefined) {
      const row = { ...(isRecord(body) ? body : {}), id: -1 - created.length };
      created.push({ collection, row });
      return row;
    }
    const held = await rowAt(`${collection}${id}/`);
    return verb === undefined && isRecord(held) && isRecord(body) ? { ...held, ...body } : held;
  };
  return {
    calls,
    client: {
      ...client,
      request: async (asked) => {
        if (asked.method === "GET") return rowAt(asked.path);
        return asked.reads === true ? client.request(asked) : pretend(asked);
      },
      list: async (path) => {
        const rows = await client.list(path);
        const added = created.filter(({ collection }) => path.startsWith(`${collection}?`));
        return [...rows, ...added.map(({ row }) => row)];
      },
    },
  };
}

type Row = Readonly<Record<string, unknown>> & { readonly id: number };
