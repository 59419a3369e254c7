import { conflict } from "./refusal.ts";
import { USER } from "./user.ts";
import { isRecord, isSame, type JsonRecord } from "./value.ts";

/**
 * Optimistic locking (`posthog-api.md` 2.6). A writer sends the `version` it read and the object
 * as it read it. When the row moved on since, a field that both sides changed to different values
 * is a conflict (409); fields the writer left alone are dropped, so that they undo nothing.
 *
 * @param changes the fields to write, validated
 * @param read what the writer says it had read
 * @returns the changes to apply
 */
export function unconflicted(
  stored: JsonRecord & { readonly version: number },
  changes: JsonRecord,
  read: { readonly version: unknown; readonly original: unknown; readonly what: string },
): JsonRecord {
  const version = read.version ?? (read.version === null ? 0 : -1);
  const original = read.original;
  if (version === -1 || version === stored.version || !isRecord(original)) return changes;
  const wanted = Object.entries(changes).filter(
    ([field, value]) => !Object.hasOwn(original, field) || !isSame(value, original[field]),
  );
  for (const [field, value] of wanted) {
    const moved = Object.hasOwn(original, field) && !isSame(original[field], stored[field]);
    if (moved && !isSame(value, stored[field])) throw moved409(read.what);
  }
  return Object.fromEntries(wanted);
}

function moved409(what: string): Error {
  return conflict(
    `The ${what} was updated by ${USER.email} since you started editing it. Please refresh and try again.`,
  );
}
