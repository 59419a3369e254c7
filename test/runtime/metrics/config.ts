import { parseConfig } from "../../../src/config/parse.ts";
import type { Config } from "../../../src/config/config.ts";

/** The buckets of `steps`, one for each event that a schedule may count. */
export const STEPS: readonly string[] = Array.from({ length: 10 }, (_, step) => `s${step}`);

/** A config that counts agent turns and one bucket for each of `STEPS`. */
export function metricsConfig(more: string = ""): Config {
  return parseConfig(
    `version = 1
[log]
form = "stream"
name = "kind"
closed = true
[events.turn_done]
[events.step]
name = "text"
[metrics]
enabled = true
endpoint = "https://metrics.example.com/v1/metrics"
schema = 1
policy = 1
period = "week"
dimensions = ["os", "version"]
disclosure = "How often turns are done."
[metrics.signals.turns]
on = "turn_done"
[metrics.signals.steps]
on = "step"
label = "name"
buckets = [${STEPS.map((step) => `"${step}"`).join(", ")}]
other = "other"
${more}`,
    { file: "assay.toml" },
  );
}

/** The text of a config that counts turns and sends them to an address. */
export function turnsConfig(endpoint: string): string {
  return `version = 1
[log]
form = "stream"
name = "kind"
[events.turn_done]
[metrics]
enabled = true
endpoint = "${endpoint}"
dimensions = ["os", "version"]
[metrics.signals.turns]
on = "turn_done"
`;
}
