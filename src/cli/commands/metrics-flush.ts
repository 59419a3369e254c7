import { OpsError } from "../../errors.ts";
import { reportFlush } from "../../report/metrics.ts";
import { NOTHING_SENT } from "../../runtime/metrics/flush.ts";
import { type Command, command } from "../command.ts";
import { openMetricsDesk } from "../metrics.ts";

/** `metrics flush`: sends what waits on this machine; what running processes count stays theirs. */
export const metricsFlushCommand: Command = command({
  args: {},
  examples: ["metrics flush"],
  run: async (_, session) => {
    const { off, counters } = await openMetricsDesk(session);
    if (off !== undefined) return reportFlush({ ...NOTHING_SENT, withheld: off });
    const opened = await counters();
    const came = await opened.flush();
    if (came.isCutShort && came.sent === 0)
      throw new OpsError("unavailable", "Cannot send counters: the collector does not answer", {
        hint: "Try again later: they wait under the same ids",
      });
    return reportFlush({ ...came, withheld: opened.withheld() });
  },
});
