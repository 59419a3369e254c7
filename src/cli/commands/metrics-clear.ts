import { removeAll } from "../../runtime/metrics/waiting.ts";
import { type Command, command } from "../command.ts";
import { openMetricsDesk } from "../metrics.ts";

/** `metrics clear`: removes all that is counted and not sent. What the person decided stays. */
export const metricsClearCommand: Command = command({
  args: {},
  examples: ["metrics clear"],
  run: async (_, session) => {
    const { folder, path } = await openMetricsDesk(session);
    const removed = await removeAll(folder);
    const text = removed === 0 ? "Nothing was pending" : `Removed ${removed} batches`;
    return { outcome: "ok", data: { removed }, meta: { path }, blocks: [{ block: "text", text }] };
  },
});
