import type { Path } from "../problem.ts";
import { type Target, targetsOf } from "../targets.ts";
import { isTable, listOf, tableOf } from "../tree.ts";
import type { Table } from "../tree.ts";

/** A condition of the raw document. */
export interface Match {
  /** The flag or experiment whose groups it belongs to. */
  readonly target: Target;
  readonly path: Path;
  readonly said: Table;
}

/** Every condition that is a table, in the order of the file's flags, then of its experiments. */
export function matchesOf(document: Table): readonly Match[] {
  return targetsOf(document).flatMap((target) =>
    listOf(target.said["groups"]).flatMap((group, groupIndex) =>
      listOf(tableOf(group)["match"]).flatMap((said, index) =>
        isTable(said)
          ? [{ target, path: [...target.path, "groups", groupIndex, "match", index], said }]
          : [],
      ),
    ),
  );
}
