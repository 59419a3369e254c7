import { z } from "zod";
import type { MetricDeclaration } from "../../experiment/declaration.ts";
import { text } from "./scalar.ts";
import { list } from "./list.ts";
import { table } from "./table.ts";

/** One metric of an experiment. */
export const experimentMetric: z.ZodType<MetricDeclaration> = table({
  name: text.describe("The metric's name for people"),
  role: z
    .enum(["primary", "secondary", "guardrail"])
    .default("primary")
    .describe("What the metric decides; a guardrail must not get worse"),
  type: z
    .enum(["mean", "funnel", "ratio", "retention"])
    .default("mean")
    .describe("How events become a number"),
  event: text
    .describe("The event: of a mean, of a funnel with one step, or both ends of a retention")
    .optional(),
  steps: list(text, 1).describe("The events of a funnel, in order").optional(),
  numerator: text.describe("The event above the line of a ratio").optional(),
  denominator: text.describe("The event below the line of a ratio").optional(),
  start: text.describe("The event that starts a retention").optional(),
  return: text.describe("The event that shows someone came back").optional(),
  goal: z.enum(["increase", "decrease"]).default("increase").describe("Which way is better"),
})
  .describe("A metric that tells how the experiment goes")
  .transform(({ name, role, type, goal, ...said }) => {
    const event = said.event ?? "";
    const events: Readonly<Record<MetricDeclaration["type"], readonly string[]>> = {
      mean: [event],
      funnel: said.steps ?? [event],
      ratio: [said.numerator ?? "", said.denominator ?? ""],
      retention: [said.start ?? event, said.return ?? event],
    };
    return { name, role, type, goal, events: events[type] };
  });
