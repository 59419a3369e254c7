import { withheld } from "../../runtime/metrics/consent.ts";
import { previewMetrics } from "../../runtime/metrics/preview.ts";
import { reportMetrics } from "../../report/metrics.ts";
import { type Command, command } from "../command.ts";
import { openMetricsDesk } from "../metrics.ts";

/** `metrics show`: exactly what would be sent from this machine, and whether it would. */
export const metricsShowCommand: Command = command({
  args: {},
  examples: ["metrics show", "metrics show --json"],
  run: async (_, session) => {
    const { config, folder, path, off } = await openMetricsDesk(session);
    const { endpoint, disclosure, policy } = config.metrics;
    const preview = await previewMetrics(folder, config, session.now());
    const why = off ?? withheld(preview.consent, policy);
    return reportMetrics({ ...preview, endpoint, disclosure, withheld: why, path });
  },
});
