import type { Difference } from "../experiment/difference.ts";
import { movesSentence, written } from "./plan.ts";
import type { Block, Json, Report } from "./report.ts";

/** Two sides, and what differs from the first to the second. */
export interface Diff {
  readonly from: string;
  readonly to: string;
  readonly posthog: readonly {
    readonly path: string;
    readonly before: Json;
    readonly after: Json;
  }[];
  readonly changes: readonly Difference[];
}

/** What differs. Any of it is a finding. */
export function reportDiff({ from, to, posthog, changes }: Diff): Report {
  const isSame = posthog.length + changes.length === 0;
  return {
    outcome: isSame ? "ok" : "findings",
    data: {
      from,
      to,
      posthog: posthog.map((field) => ({ ...field })),
      changes: changes.map(({ fields, ...change }) => ({
        ...change,
        fields: fields.map((field) => ({ ...field })),
      })),
    },
    blocks: [
      ...(posthog.length === 0 ? [] : titled("~ posthog", posthog.map(fieldLine))),
      ...changes.flatMap(toBlocks),
      {
        block: "text",
        text: isSame ? `Nothing differs from ${from} to ${to}` : `From ${from} to ${to}`,
      },
    ],
  };
}

const SIGNS: Readonly<Record<Difference["action"], string>> = {
  create: "+",
  update: "~",
  remove: "-",
};

function toBlocks({ action, kind, key, fields, moves }: Difference): Block[] {
  const sentence = moves === null ? undefined : movesSentence(moves);
  return titled(`${SIGNS[action]} ${kind} ${key}`, [
    ...fields.map(fieldLine),
    ...(sentence === undefined ? [] : [sentence]),
  ]);
}

function titled(text: string, items: readonly string[]): Block[] {
  return items.length === 0
    ? [{ block: "text", text }]
    : [
        { block: "text", text },
        { block: "list", items },
      ];
}

function fieldLine({ path, before, after }: Diff["posthog"][number]): string {
  return `${path}: ${written(before)} → ${written(after)}`;
}
