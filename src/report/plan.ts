import type { Step } from "../experiment/apply.ts";
import type { Change } from "../experiment/change.ts";
import type { FieldChange } from "../experiment/fields.ts";
import type { Plan } from "../experiment/plan.ts";
import type { Moves } from "../experiment/reassignment.ts";
import type { Block, Json, Report } from "./report.ts";

/** What a plan would do. Changes are no finding unless the asker says so (`plan --check`, `drift`). */
export function reportPlan(
  { changes, notes, refusals, confirm }: Pick<Plan, "changes" | "notes" | "refusals" | "confirm">,
  { changesAre }: { readonly changesAre: "ok" | "findings" },
): Report {
  const remarks = [
    ...notes.map(({ message }) => `Note: ${message}`),
    ...refusals.map(({ message, hint }) => `Refused: ${message}\n  ${hint}`),
    ...confirm.map((each) => `${confirmationText(each)}: apply with --confirm ${each.key}`),
  ];
  return {
    outcome: changes.length > 0 ? changesAre : "ok",
    data: { changes: changes.map(changeData) },
    blocks: [
      ...changes.flatMap(toBlocks),
      ...remarks.map(asText),
      asText(
        changes.length === 0 ? "Nothing to do: PostHog holds what the config says" : total(changes),
      ),
    ],
  };
}

/** Why a key is asked for. */
export function confirmationText({ key, why }: Plan["confirm"][number]): string {
  return why === "redeal"
    ? `The experiment on flag "${key}" goes on and its people are dealt out anew`
    : `Flag "${key}" was never applied from here, and people who get it now would get another`;
}

/** What became of a plan: partial when something failed after something was written. */
export function reportApply(
  { changes, notes }: Pick<Plan, "changes" | "notes">,
  steps: readonly Step[],
): Report {
  const failed = steps.flatMap((step) => (step.outcome === "failed" ? [step] : []));
  const named = (outcome: Step["outcome"]): Json =>
    steps
      .filter((step) => step.outcome === outcome)
      .map(({ change: { action, kind, key } }) => ({ action, kind, key }));
  return {
    outcome: failed.length > 0 ? "partial" : "ok",
    data: {
      changes: changes.map(changeData),
      done: named("done"),
      failed: failed.map(({ change: { action, kind, key }, error }) => ({
        action,
        kind,
        key,
        error: error.kind,
        // A change that waits for approval is a conflict of its own.
        rule: error.diagnostics[0]?.rule ?? error.kind,
        message: error.message,
        ...(error.hint !== undefined && { hint: error.hint }),
      })),
      notAttempted: named("not-attempted"),
    },
    blocks: [
      { block: "list", items: stepLines(steps) },
      ...notes.map(({ message }) => asText(`Note: ${message}`)),
      asText(closing(steps, failed.length)),
    ],
  };
}

/** A change as the contract's `plan` data says it. */
export function changeData({
  action,
  kind,
  key,
  fields,
  moves,
  sample,
}: Pick<Change, "action" | "kind" | "key" | "fields" | "moves" | "sample">): {
  [key: string]: Json;
} {
  return {
    action,
    kind,
    key,
    fields: fields.map((field) => ({ ...field })),
    moves,
    ...(sample && { sample: { ...sample } }),
  };
}

/** Who moves, in one sentence of percentages; undefined when nobody does. */
export function movesSentence(moves: Moves | null): string | undefined {
  if (moves === null) return "Who moves depends on who the people are";
  const said = [
    ["enter", moves.enter],
    ["leave", moves.leave],
    ["switch variant", moves.switch],
  ] as const;
  const parts = said
    .filter(([, share]) => share > 0)
    .map(([verb, share], index) =>
      index === 0 ? `${percent(share)} of people ${verb}` : `${percent(share)} ${verb}`,
    );
  return parts.length === 0 ? undefined : parts.join(", ");
}

function sampleText({ people, unknown }: NonNullable<Change["sample"]>): string {
  const untold = unknown === 0 ? "" : `, ${percent(unknown)} cannot be told`;
  return ` (of ${people} asked${untold})`;
}

const SIGNS: Readonly<Record<Change["action"], string>> = {
  create: "+",
  update: "~",
  archive: "-",
};

function toBlocks(change: Change): Block[] {
  const { action, kind, key, fields, moves, sample } = change;
  const title = `${SIGNS[action]} ${action} ${kind} ${key}`;
  const sentence = movesSentence(moves);
  const asked = sample === undefined ? "" : sampleText(sample);
  const told = sample === undefined ? sentence : (sentence ?? "Nobody moves");
  const moved = told === undefined ? [] : [told + asked];
  if (action === "create")
    return [asText([title, [...created(fields), ...moved].join("; ")].filter(Boolean).join(": "))];
  return [asText(title), { block: "list", items: [...fields.map(fieldLine), ...moved] }];
}

/** What a new object is, to stand on its line; JSON has every field. */
function created(fields: readonly FieldChange[]): string[] {
  return fields
    .filter(({ path }) => path !== "name")
    .map(({ path, config }) => {
      if (path === "groups" && Array.isArray(config)) return `${config.length} release groups`;
      return path === "rollout" ? `rollout ${written(config)} %` : `${path} ${written(config)}`;
    });
}

function fieldLine({ path, state, config, remote }: FieldChange): string {
  return `${path}: ${written(remote)} → ${written(config)}${REMARKS[state]}`;
}

const REMARKS: Readonly<Record<FieldChange["state"], string>> = {
  pending: "",
  drift: " (drift: changed in PostHog)",
  conflict: " (conflict: changed here and in PostHog)",
};

/** A value as JSON, which keeps foreign text on its line; variants as people say them. */
export function written(value: Json): string {
  if (value === null) return "none";
  return variantsText(value) ?? JSON.stringify(value);
}

function variantsText(value: Json): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const parts = value.map((item: Json) =>
    typeof item === "object" && item !== null && "share" in item && "key" in item
      ? `${JSON.stringify(item.key)} ${JSON.stringify(item.share)} %`
      : undefined,
  );
  return parts.includes(undefined) ? undefined : parts.join(", ");
}

/** `12.5 %`, at most two decimals, and never 0 for somebody. */
function percent(share: number): string {
  const rounded = Math.round(share * 10_000) / 100;
  return rounded === 0 ? "under 0.01 %" : `${rounded} %`;
}

function total(changes: readonly Change[]): string {
  const count = (action: Change["action"]): number =>
    changes.filter((change) => change.action === action).length;
  const archived = count("archive") === 0 ? "nothing to delete" : `${count("archive")} to archive`;
  return `${count("create")} to create, ${count("update")} to update, ${archived}`;
}

const WORDS: Readonly<Record<Step["outcome"], string>> = {
  done: "done",
  failed: "failed",
  "not-attempted": "not attempted",
};

/** Steps of one sort that follow each other stand on one line; a failure says why on its own. */
function stepLines(steps: readonly Step[]): string[] {
  const lines = new Map<string, string[]>();
  for (const step of steps) {
    const { action, kind, key } = step.change;
    const sort = `${WORDS[step.outcome]}: ${action} ${kind}`;
    const said = step.outcome === "failed" ? `${key}: ${step.error.message}` : key;
    lines.set(sort, [...(lines.get(sort) ?? []), said]);
  }
  return [...lines].map(([sort, said]) => `${sort} ${said.join(", ")}`);
}

function closing(steps: readonly Step[], failures: number): string {
  if (steps.length === 0) return "Nothing to do: PostHog holds what the config says";
  const done = steps.filter(({ outcome }) => outcome === "done").length;
  return failures === 0
    ? `Applied ${done} of ${steps.length}`
    : `Applied ${done} of ${steps.length}: run again to go on`;
}

const asText = (text: string): Block => ({ block: "text", text });
