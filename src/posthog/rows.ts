import type { Client } from "./client.ts";
import { parseDto, rowDto } from "./dto.ts";

/** One row of a list, told apart and not yet read. */
export interface Row {
  readonly id: number;
  /** A flag's own key. */
  readonly key: string | null;
  /** The key of an experiment's flag. */
  readonly flagKey: string | null;
  readonly body: unknown;
}

/** Every row that is not deleted; archived ones stand in a list of their own. */
export async function livingRows(client: Client, path: string, query = ""): Promise<Row[]> {
  const current = await client.list(`${path}?limit=200${query}`);
  const archived = await client.list(`${path}?limit=200&archived=true${query}`);
  const rows = [...current, ...archived].flatMap((body) => {
    const { id, key, feature_flag_key: flagKey, deleted } = parseDto(rowDto, body, client.host);
    return deleted ? [] : [{ id, key, flagKey, body }];
  });
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
