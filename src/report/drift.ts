import type { Drift } from "../experiment/drift.ts";
import type { FieldChange } from "../experiment/fields.ts";
import { changeData, written } from "./plan.ts";
import type { Block, Report } from "./report.ts";

/** What others changed in PostHog. Any of it is a finding. */
export function reportDrift(drifts: readonly Drift[]): Report {
  const isClean = drifts.length === 0;
  return {
    outcome: isClean ? "ok" : "findings",
    data: { changes: drifts.map(changeData) },
    blocks: [
      ...drifts.flatMap(toBlocks),
      {
        block: "text",
        text: isClean
          ? "No drift: PostHog holds what was last applied"
          : "assay adopt takes PostHog's values into the config; assay apply restores the config's",
      },
    ],
  };
}

function toBlocks({ action, kind, key, fields }: Drift): Block[] {
  if (action === "create")
    return [{ block: "text", text: `- ${kind} ${key} is gone from PostHog` }];
  return [
    { block: "text", text: `! ${kind} ${key} was changed in PostHog` },
    { block: "list", items: fields.map(fieldLine) },
  ];
}

function fieldLine({ path, state, base, config, remote }: FieldChange): string {
  const moved = `${path}: ${written(base)} → ${written(remote)}`;
  return state === "conflict" ? `${moved} (conflict: the config says ${written(config)})` : moved;
}
