import { z } from "zod/mini";
import type { MetricDeclaration } from "../../experiment/declaration.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { list } from "./list.ts";
import { text } from "./scalar.ts";
import { table } from "./table.ts";

/** Made only for a file that has one. */
const said = z.lazy(() =>
  about(
    "A metric that tells how the experiment goes",
    table({
      name: about("The metric's name for people", z.clone(text)),
      role: about(
        "What the metric decides; a guardrail must not get worse",
        byDefault(z.enum(["primary", "secondary", "guardrail"]), "primary"),
      ),
      type: about(
        "How events become a number",
        byDefault(z.enum(["mean", "funnel", "ratio", "retention"]), "mean"),
      ),
      event: about(
        "The event: of a mean, of a funnel with one step, or both ends of a retention",
        z.optional(text),
      ),
      steps: about("The events of a funnel, in order", z.optional(list(text, 1))),
      numerator: about("The event above the line of a ratio", z.optional(text)),
      denominator: about("The event below the line of a ratio", z.optional(text)),
      start: about("The event that starts a retention", z.optional(text)),
      return: about("The event that shows someone came back", z.optional(text)),
      goal: about("Which way is better", byDefault(z.enum(["increase", "decrease"]), "increase")),
    }),
  ),
);

/** One metric of an experiment. */
export const experimentMetric: z.ZodMiniType<MetricDeclaration> = z.pipe(
  said,
  z.transform(({ name, role, type, goal, ...rest }) => {
    const event = rest.event ?? "";
    const events: Readonly<Record<MetricDeclaration["type"], readonly string[]>> = {
      mean: [event],
      funnel: rest.steps ?? [event],
      ratio: [rest.numerator ?? "", rest.denominator ?? ""],
      retention: [rest.start ?? event, rest.return ?? event],
    };
    return { name, role, type, goal, events: events[type] };
  }),
);
