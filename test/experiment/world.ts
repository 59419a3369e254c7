import type { Declaration } from "../../src/experiment/declaration.ts";
import type { Flag } from "../../src/experiment/flag.ts";
import type { Stage } from "../../src/experiment/lifecycle.ts";
import { type Base, EMPTY_BASE } from "../../src/experiment/lock.ts";
import type { Observed } from "../../src/experiment/observed.ts";
import { plan, type Plan } from "../../src/experiment/plan.ts";
import { flagSettings } from "../../src/experiment/settings.ts";

/** A plan over what PostHog would hold after these were applied, and then moved. */
export function planOver(
  declared: readonly Declaration[],
  held: {
    readonly flags?: readonly Flag[];
    readonly stages?: Readonly<Record<string, Stage>>;
  } = {},
  base: Base = EMPTY_BASE,
): Plan {
  const { flags = [], stages = {} } = held;
  const observed: Observed = {
    flags: flags.map((flag, index) => ({
      id: index + 1,
      version: 1,
      flag,
      archived: false,
      frozen: false,
      experiments: [],
      origin: null,
    })),
    experiments: Object.entries(stages).map(([key, stage], index) => ({
      key,
      id: index + 1,
      version: 1,
      stage,
      name: key,
      hypothesis: "It helps",
      holdout: undefined,
      metrics: [],
      conclusion: null,
      comment: null,
      startedAt: null,
      endedAt: null,
      origin: null,
    })),
  };
  return plan({ declarations: declared, observed, base, environment: "default" });
}

/** A base in which this flag was applied. */
export const baseOf = (flag: Flag): Base => ({
  flags: { [flag.key]: { id: 1, version: 1, settings: flagSettings(flag) } },
  experiments: {},
});
