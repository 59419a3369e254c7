import type { FlagFilters } from "../evaluation/flag.ts";
import { OpsError } from "../errors.ts";
import type { Flag } from "../experiment/flag.ts";
import type { ObservedFlag } from "../experiment/observed.ts";
import type { FlagStore } from "../experiment/store.ts";
import type { Client } from "./client.ts";
import { type FlagDto, flagDto, holdoutDto, parseDto, rowDto } from "./dto.ts";
import { isFrozen, merged, renamed } from "./filters.ts";
import { livingRows, type Row } from "./rows.ts";

/** Up to this many keys are asked for one by one; more are picked from the whole list. */
const FEW = 3;

/**
 * Flags over REST (`posthog-api.md` 2).
 *
 * A condition on another flag names its id here and its key everywhere else, so both directions
 * are translated. An update sends the complete filters, because older servers replace them whole,
 * with everything in them that this tool does not know; and the object as it was read, so that
 * PostHog itself refuses when someone else was faster.
 */
export function posthogFlagStore(client: Client, base: string): FlagStore {
  const path = `${base}/feature_flags/`;
  /** The keys of the flags that were seen, by id. */
  const keys = new Map<string, string>();

  const read = (body: unknown): FlagDto => parseDto(flagDto, body, client.host);
  const list = async (query = ""): Promise<Row[]> => {
    const rows = await livingRows(client, path, query);
    for (const { id, key } of rows) keys.set(String(id), key ?? "");
    return rows;
  };
  const byKey = async (key: string): Promise<Row | undefined> =>
    // The server compares keys without case.
    (await list(`&key=${encodeURIComponent(key)}`)).find((row) => row.key === key);
  /** A flag that was seen is read by its id: PostHog bills lists as flag requests. */
  const current = async (key: string): Promise<unknown> => {
    const [id] = [...keys].find(([, held]) => held === key) ?? [];
    if (id === undefined) return (await byKey(key))?.body;
    const body = await client.request({ method: "GET", path: `${path}${id}/` });
    const dto = read(body);
    if (!dto.deleted && dto.key === key) return body;
    keys.delete(id);
    return (await byKey(key))?.body;
  };

  const keyOf = async (id: string): Promise<string> =>
    keys.get(id) ?? read(await client.request({ method: "GET", path: `${path}${id}/` })).key;
  const idOf = async (key: string): Promise<string> => {
    const known = [...keys].find(([, held]) => held === key)?.[0] ?? (await byKey(key))?.id;
    if (known !== undefined) return String(known);
    throw new OpsError("refused", `Cannot use flag "${key}" in a condition: there is none`, {
      hint: `Declare flag "${key}", or remove the condition`,
    });
  };

  const observed = async (origin: unknown): Promise<ObservedFlag> => {
    const dto = read(origin);
    return {
      id: dto.id,
      version: dto.version,
      archived: dto.archived,
      frozen: (dto.filters.groups ?? []).some(isFrozen),
      experiments: dto.experiment_set,
      flag: {
        key: dto.key,
        name: dto.name,
        active: dto.active,
        tags: dto.tags,
        filters: await renamed(dto.filters, /^\d+$/, keyOf),
        bucketing_identifier: dto.bucketing_identifier ?? null,
      },
      origin,
    };
  };
  const write = async (
    method: "POST" | "PATCH",
    { at = "", body }: { readonly at?: string; readonly body: unknown },
  ): Promise<ObservedFlag> => observed(await client.request({ method, path: path + at, body }));

  const content = async (flag: Flag, held: FlagFilters): Promise<object> => ({
    name: flag.name,
    tags: flag.tags,
    bucketing_identifier: flag.bucketing_identifier,
    filters: await renamed(await withHoldout(merged(flag.filters, held)), /./, idOf),
  });
  /** Only PostHog knows how many people a holdout keeps out. */
  const withHoldout = async (filters: FlagFilters): Promise<FlagFilters> => {
    const { holdout } = filters;
    if (!holdout || holdout.exclusion_percentage !== undefined) return filters;
    const at = `${base}/experiment_holdouts/${holdout.id}/`;
    const dto = parseDto(
      holdoutDto,
      await client.request({ method: "GET", path: at }),
      client.host,
    );
    const exclusion_percentage = dto.filters[0]?.rollout_percentage ?? 0;
    return { ...filters, holdout: { id: holdout.id, exclusion_percentage } };
  };

  return {
    flags: async (wanted) => {
      const bodies =
        wanted.length > FEW
          ? (await list()).filter(({ key }) => wanted.includes(key ?? "")).map(({ body }) => body)
          : await Promise.all(wanted.map(current));
      return Promise.all(bodies.filter((body) => body !== undefined).map(observed));
    },
    flagKeys: async () => {
      const rows = await client.list(`${path}?limit=200`);
      return rows
        .map((row) => parseDto(rowDto, row, client.host))
        .flatMap((row) => (row.key === null || row.deleted ? [] : [row.key]));
    },
    createFlag: async (flag) =>
      write("POST", {
        body: { key: flag.key, active: flag.active, ...(await content(flag, {})) },
      }),
    updateFlag: async ({ id, version, origin }, after) => {
      const held = read(origin).filters;
      const body = { ...(await content(after, held)), version, original_flag: origin };
      return write("PATCH", { at: `${id}/`, body });
    },
    switchFlag: async ({ id }, verb) => write("POST", { at: `${id}/${verb}/`, body: undefined }),
  };
}
