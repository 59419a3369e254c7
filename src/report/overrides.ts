import { momentText } from "./moment.ts";
import type { Json, Report } from "./report.ts";

/** What somebody chose, as it is shown. */
export interface OverrideRow {
  readonly key: string;
  readonly value: boolean | string;
  readonly reason: string;
  readonly by: string;
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly setAt: number;
  readonly expiresAt: number | null;
  /** `ignored`: the config does not let people choose this, or not so. */
  readonly state: "live" | "expired" | "future" | "ignored";
}

/** `override list`. */
export function reportOverrides({
  rows,
  path,
}: {
  readonly rows: readonly OverrideRow[];
  readonly path: string;
}): Report {
  const sorted = rows.toSorted((left, right) => (left.key < right.key ? -1 : 1));
  return {
    outcome: "ok",
    data: {
      overrides: Object.fromEntries(
        sorted.map(({ key, value, state, revision, reason, by }): [string, Json] => [
          key,
          { value, state, revision, reason, by },
        ]),
      ),
    },
    meta: {
      path,
      times: Object.fromEntries(
        sorted.map(({ key, setAt, expiresAt }): [string, Json] => [
          key,
          {
            setAt: momentText(setAt),
            expiresAt: expiresAt === null ? null : momentText(expiresAt),
          },
        ]),
      ),
    },
    blocks:
      sorted.length === 0
        ? [{ block: "text", text: "No overrides" }]
        : [{ block: "table", columns: COLUMNS, rows: sorted.map(toRow) }],
  };
}

/** `override set` and `unset`. */
export function reportChoice({
  key,
  override,
  changed,
}: {
  readonly key: string;
  /** Undefined when nobody ever chose. */
  readonly override:
    | (Omit<OverrideRow, "key" | "state" | "value"> & { readonly value: boolean | string | null })
    | undefined;
  readonly changed: boolean;
}): Report {
  const { value = null, revision = 0, expiresAt = null } = override ?? {};
  const until = expiresAt === null ? "" : ` until ${momentText(expiresAt)}`;
  const now = value === null ? `"${key}" has no override` : `"${key}" is ${String(value)}${until}`;
  return {
    outcome: "ok",
    data: { key, value, revision, changed },
    meta: { expiresAt: expiresAt === null ? null : momentText(expiresAt) },
    blocks: [{ block: "text", text: changed ? now : `Nothing changed: ${now}` }],
  };
}

const COLUMNS = ["experiment", "value", "state", "until", "by", "reason", "revision"];

function toRow({ key, value, state, expiresAt, by, reason, revision }: OverrideRow): string[] {
  const until = expiresAt === null ? "" : momentText(expiresAt);
  return [key, String(value), state, until, by, reason, String(revision)];
}
