import { reportOverrides } from "../../report/overrides.ts";
import { isLive, liveValue } from "../../runtime/overrides.ts";
import { declaredOf, isOverridable } from "../../runtime/settings.ts";
import { filesOf } from "../cache.ts";
import { type Command, command } from "../command.ts";
import { overridesOf } from "../overrides.ts";

/** `override list`: what was chosen on this machine, and whether it counts. */
export const overrideListCommand: Command = command({
  args: {},
  examples: ["override list", "override list --json"],
  run: async (_, session) => {
    const config = await session.config();
    const declared = declaredOf(config);
    const book = await overridesOf(config, session);
    const now = session.now();
    const rows = [...book.held()].flatMap(([key, override]) => {
      const { value } = override;
      if (value === null) return [];
      const declaration = declared.get(key);
      const counts =
        declaration !== undefined &&
        isOverridable(declaration) &&
        liveValue(book.held(), declaration, now) !== undefined;
      const state = !isLive(override, now) ? ended(override, now) : counts ? "live" : "ignored";
      return [{ key, ...override, value, state } as const];
    });
    return reportOverrides({ rows, path: filesOf(config, session).overrides });
  },
});

/** A choice from the future says that a clock was wrong. */
function ended({ setAt }: { readonly setAt: number }, now: number): "expired" | "future" {
  return setAt > now ? "future" : "expired";
}
