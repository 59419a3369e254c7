import type { Change } from "./change.ts";
import type { FieldChange } from "./fields.ts";

/** One field that the config may take over from PostHog. */
export interface Adoptable {
  readonly change: Change;
  readonly field: FieldChange;
}

/** What is taken over, and what is not, with the reason. */
export interface Choice {
  readonly taken: readonly Adoptable[];
  readonly left: readonly (Adoptable & { readonly why: string })[];
}

/**
 * What `adopt` takes over of a plan's changes: drift, because the config said nothing new there.
 * What the config changed itself would be lost, so it is taken over only when its field is named.
 *
 * @param named fields asked for by name; none: all that drifted
 * @param isNew whether a change is to something that was asked for by its key and was never
 * applied from here: there the config has won nothing yet
 */
export function chosen(
  changes: readonly Change[],
  named: readonly string[],
  isNew: (change: Change) => boolean,
): Choice {
  const fields = changes.flatMap((change) =>
    change.fields.map((field): Adoptable => ({ change, field })),
  );
  const why = ({ change, field }: Adoptable): string | undefined => {
    if (change.action === "create") return "PostHog does not have it: apply creates it again";
    if (named.length > 0) return named.includes(field.path) ? undefined : "not asked for";
    if (field.state === "drift" || isNew(change)) return undefined;
    return field.state === "conflict"
      ? "the config changed it too: name it with --field"
      : "only the config changed it, or it was never applied from here: name its key or --field";
  };
  return {
    taken: fields.filter((each) => why(each) === undefined),
    left: fields.flatMap((each) => {
      const reason = why(each);
      return reason === undefined ? [] : [{ ...each, why: reason }];
    }),
  };
}
