import type { ExperimentDeclaration } from "../experiment/declaration.ts";
import type { Question, SampleSize } from "../experiment/power.ts";
import type { Report } from "./report.ts";

/** `experiment power KEY`: how many people it takes, and how long. */
export function reportPower(
  { key, name }: Pick<ExperimentDeclaration, "key" | "name">,
  { baseline, effect }: Question,
  { formula, perArm, total, days, warnings }: SampleSize,
): Report {
  const changed = baseline * (1 + effect);
  const items = [
    `to find: ${percent(baseline)} becoming ${percent(changed)}`,
    `in each arm: ${perArm} people`,
    `in all: ${total} people, so that the smallest arm has enough`,
    ...(days === null ? [] : [`time: ${days} days, in whole weeks`]),
    `formula: ${formula}, two proportions, two-sided 0.05, power 0.8`,
  ];
  return {
    outcome: "ok",
    data: { key, baseline, effect, formula, perArm, total, days, warnings },
    blocks: [
      { block: "heading", text: `${key}: ${name}` },
      { block: "list", items },
      ...warnings.map((text) => ({ block: "text" as const, text: `Note: ${text}` })),
    ],
  };
}

const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`;
