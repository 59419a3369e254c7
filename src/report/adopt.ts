import type { Adoptable, Choice } from "../experiment/adopt.ts";
import { written } from "./plan.ts";
import type { Block, Json, Report } from "./report.ts";

/** What the config took over from PostHog. What is left and drifted stays a finding. */
export function reportAdopt({ taken, left }: Choice): Report {
  const lines = taken.map(({ change: { kind, key }, field: { path, config, remote } }) => {
    return `${kind} ${key} ${path}: ${written(config)} → ${written(remote)}`;
  });
  const rest = left.map(({ change: { kind, key }, field: { path }, why }) => {
    return `${kind} ${key} ${path}: ${why}`;
  });
  return {
    outcome: left.some(({ field }) => field.state === "conflict") ? "findings" : "ok",
    data: {
      adopted: taken.map(toData),
      left: left.map(({ why, ...each }) => ({ ...toData(each), why })),
    },
    blocks: [
      ...section("Taken from PostHog into the config:", lines),
      ...section("Left as the config says:", rest),
      ...(lines.length + rest.length === 0
        ? [{ block: "text", text: "Nothing to adopt: PostHog holds what the config says" } as const]
        : []),
    ],
  };
}

function section(text: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  return [
    { block: "text", text },
    { block: "list", items },
  ];
}

function toData({ change: { kind, key }, field }: Adoptable): { readonly [name: string]: Json } {
  return { kind, key, ...field };
}
