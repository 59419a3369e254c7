import { isRecord } from "../evaluation/record.ts";
import { isSame } from "../experiment/json.ts";
import { conflict } from "./refusal.ts";
import { USER } from "./user.ts";
import type { JsonRecord } from "./value.ts";

/**
 * Optimistic locking (`posthog-api.md` 2.6). A writer sends the `version` it read and the object
 * as it read it. When the row moved on since, a field that both sides changed to different values
 * is a conflict (409); fields the writer left alone are dropped, so that they undo nothing.
 *
 * @param shown the row as a read shows it now
 * @param changes the fields to write, validated
 * @returns the changes to apply
 */
export function unconflicted(
  shown: JsonRecord,
  changes: JsonRecord,
  {
    body,
    original,
    what,
  }: { readonly body: JsonRecord; readonly original: unknown; readonly what: string },
): JsonRecord {
  const version = body["version"] ?? (body["version"] === null ? 0 : -1);
  if (version === -1 || version === shown["version"] || !isRecord(original)) return changes;
  // A field may be sent in another form than it is kept in, so either form counts as the value.
  const says = (field: string, held: JsonRecord): boolean =>
    isSame(body[field], held[field]) || isSame(changes[field], held[field]);
  const wanted = Object.keys(changes).filter((field) => !says(field, original));
  const isContested = (field: string): boolean =>
    Object.hasOwn(original, field) && !isSame(original[field], shown[field]) && !says(field, shown);
  if (wanted.some(isContested))
    throw conflict(
      `The ${what} was updated by ${USER.email} since you started editing it. Please refresh and try again.`,
    );
  return Object.fromEntries(wanted.map((field) => [field, changes[field]]));
}
