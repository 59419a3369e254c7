import type { Operator } from "./operator.ts";
import { date } from "./operators/date.ts";
import { exact } from "./operators/exact.ts";
import { numeric } from "./operators/numeric.ts";
import { presence } from "./operators/presence.ts";
import { regex } from "./operators/regex.ts";
import { semver } from "./operators/semver.ts";
import { text } from "./operators/text.ts";

/** Every operator that is judged locally, by PostHog's name. The others are the server's alone. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [presence, exact, text, regex, numeric, date, semver].flatMap((family) => Object.entries(family)),
);
