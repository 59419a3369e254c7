import type { ReleaseGroup } from "../evaluation/flag.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { toFlag } from "../experiment/flag.ts";
import type { Mark } from "../experiment/mark.ts";
import type { ObservedFlag } from "../experiment/observed.ts";
import { isRemote } from "../experiment/subject.ts";
import { markText } from "./mark.ts";
import type { Json, Report } from "./report.ts";

/** A declared flag beside what PostHog has of it. */
export interface FlagRow {
  readonly declaration: Declaration;
  readonly flag?: ObservedFlag | undefined;
  /** Undefined where nobody compared. */
  readonly mark?: Mark | undefined;
}

/** `flag list`: one row for each declared flag, those of experiments too, by key. */
export function reportFlags(rows: readonly FlagRow[]): Report {
  const sorted = rows.toSorted((left, right) =>
    left.declaration.key < right.declaration.key ? -1 : 1,
  );
  return {
    outcome: "ok",
    data: { flags: sorted.map(summary) },
    blocks:
      sorted.length === 0
        ? [{ block: "text", text: "No flag is declared" }]
        : [
            {
              block: "table",
              columns: ["KEY", "STATE", "KIND", "DRIFT", "NAME", "RELEASE"],
              rows: sorted.map((row) => [
                row.declaration.key,
                stateText(row),
                row.declaration.kind,
                markText(row.mark),
                row.declaration.name,
                releaseText(row),
              ]),
            },
          ],
  };
}

/** `flag show KEY`, and what every verb answers. */
export function reportFlag(row: FlagRow): Report {
  const { declaration, mark } = row;
  const said: readonly (readonly [string, string])[] = [
    ["state", stateText(row)],
    ["drift", markText(mark)],
    ["kind", declaration.kind],
    ["release", releaseText(row)],
    ["variants", declaration.variants.map(({ key, share }) => `${key} ${share} %`).join(", ")],
    ["tags", declaration.tags.join(", ")],
  ];
  return {
    outcome: "ok",
    data: { flag: summary(row) },
    blocks: [
      { block: "heading", text: `${declaration.key}: ${declaration.name}` },
      {
        block: "list",
        items: said.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`),
      },
    ],
  };
}

type FlagState = "on" | "off" | "archived" | "absent" | "local";

function stateOf({ declaration, flag }: FlagRow): FlagState {
  if (!isRemote(declaration)) return "local";
  if (flag === undefined) return "absent";
  if (flag.archived) return "archived";
  return flag.flag.active ? "on" : "off";
}

function stateText(row: FlagRow): string {
  return row.flag?.frozen === true ? `${stateOf(row)}, frozen` : stateOf(row);
}

function summary(row: FlagRow): { readonly [key: string]: Json } {
  const { declaration, flag, mark } = row;
  return {
    key: declaration.key,
    name: declaration.name,
    kind: declaration.kind,
    state: stateOf(row),
    frozen: flag?.frozen === true,
    ...(mark !== undefined && { drift: mark }),
    id: flag?.id ?? null,
    variants: declaration.variants.map(({ key, share }) => ({ key, share })),
    tags: declaration.tags,
  };
}

/** As PostHog holds it, else as it is declared. */
function releaseText({ declaration, flag }: FlagRow): string {
  const { groups } = (flag?.flag ?? toFlag(declaration)).filters;
  return (groups ?? []).map(groupText).join("; ");
}

function groupText({ properties, rollout_percentage: rollout, variant }: ReleaseGroup): string {
  const keys = (properties ?? []).map(({ key }) => key);
  const who = keys.length === 0 ? "" : ` where ${keys.join(", ")}`;
  return `${rollout ?? 100} %${who}${variant ? ` get ${variant}` : ""}`;
}
