import type { Config } from "../../config/config.ts";
import { freshness } from "../../evaluation/snapshot.ts";
import { type KeyView, reportCache } from "../../report/cache.ts";
import { liveValue } from "../../runtime/overrides.ts";
import { resolve } from "../../runtime/resolve.ts";
import { declaredOf, isOverridable } from "../../runtime/settings.ts";
import { filesOf, warnOfSetAside } from "../cache.ts";
import { type Command, command } from "../command.ts";
import { surroundingsOf } from "../effective.ts";
import { type Kept, keptAssignments, keptDefinitions, type KeptEntry } from "../kept.ts";
import { overridesOf } from "../overrides.ts";
import type { Session } from "../session.ts";

/** `cache show`: what is kept, its age and end, the values it gives, and who decides each of them. */
export const cacheShowCommand: Command = command({
  args: {
    id: { type: "string", description: "Show the values of this person", valueHint: "ID" },
  },
  examples: ["cache show", "cache show --id user-42 --json"],
  run: async ({ id }, session) => {
    const config = await session.config();
    const { definitions, assignments } = filesOf(config, session);
    for (const path of [definitions, assignments]) await warnOfSetAside(path, session);
    const held = await keptDefinitions(config, id, session);
    const answers = held.state === "absent" ? await keptAssignments(config, session) : held;
    const kept = answers.state === "absent" ? held : answers;
    const keys = await keyViews(kept, config, session);
    return reportCache({ ...kept, keys, now: session.now(), terms: config.cache });
  },
});

/** An override of what is not cached is shown, too: it is what counts. */
async function keyViews(kept: Kept, config: Config, session: Session): Promise<readonly KeyView[]> {
  const now = session.now();
  const declared = declaredOf(config);
  const overrides = (await overridesOf(config, session)).held();
  const { factsOf } = surroundingsOf(config, session);
  const view = (key: string, entry: KeptEntry | undefined): KeyView => {
    const declaration = declared.get(key);
    const { value = null, fetchedAt, integrity } = entry ?? {};
    if (declaration === undefined)
      return { key, value, fetchedAt, integrity, override: undefined, wins: "disabled" };
    const isUsable =
      entry?.isAnswer === true && freshness(entry.fetchedAt, now, config.cache) !== "expired";
    const chosen = liveValue(overrides, declaration, now);
    // Who wins is the same for every person, also where the value is not.
    const cached = isUsable ? (value ?? false) : undefined;
    const wins = resolve(factsOf(declaration, { override: chosen, cached })).source;
    const override = isOverridable(declaration) || wins === "override" ? chosen : undefined;
    return { key, value, fetchedAt, integrity, override, wins };
  };
  const cached = new Set(kept.entries.map(({ key }) => key));
  const others = [...declared.keys()].filter((key) => !cached.has(key));
  return [
    ...kept.entries.map((entry) => view(entry.key, entry)),
    ...others.map((key) => view(key, undefined)).filter(({ override }) => override !== undefined),
  ];
}
