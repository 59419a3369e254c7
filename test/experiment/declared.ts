import type {
  ExperimentDeclaration,
  FlagDeclaration,
  MetricDeclaration,
} from "../../src/experiment/declaration.ts";

/** A flag for everyone, unless told otherwise. */
export function flagOf(
  key: string,
  said: Partial<FlagDeclaration> & { rollout?: number } = {},
): FlagDeclaration {
  const { rollout = 100, ...fields } = said;
  return {
    kind: "flag",
    key,
    name: key,
    groups: [{ match: [], rollout, variant: undefined, description: undefined }],
    variants: [],
    payloads: new Map(),
    holdout: undefined,
    bucketing: undefined,
    aggregation: undefined,
    tags: [],
    ...fields,
  };
}

/** A flag for those for whom another one is on. */
export function flagOn(key: string, needs: string): FlagDeclaration {
  const match = [{ key: needs, type: "flag" as const, value: true }];
  return flagOf(key, {
    groups: [{ match, rollout: 100, variant: undefined, description: undefined }],
  });
}

/** A complete experiment, control and test, unless told otherwise. */
export function experimentOf(
  key: string,
  said: Partial<ExperimentDeclaration> & { rollout?: number } = {},
): ExperimentDeclaration {
  return {
    ...flagOf(key, said.rollout === undefined ? {} : { rollout: said.rollout }),
    variants: sharesOf({ control: 50, test: 50 }),
    hypothesis: "It helps",
    enabledVariants: ["test"],
    enabledByDefault: false,
    userOverridable: false,
    showInSettings: true,
    platforms: [],
    remote: true,
    owner: "a team",
    expires: "2026-12-31",
    ramp: [],
    metrics: [],
    ...said,
    kind: "experiment",
  };
}

/** Variants by key and percent, in this order. */
export function sharesOf(shares: Readonly<Record<string, number>>): FlagDeclaration["variants"] {
  return Object.entries(shares).map(([key, share]) => ({ key, name: undefined, share }));
}

/** A primary metric: the mean of one event. */
export function metricOf(name: string, event: string): MetricDeclaration {
  return { name, role: "primary", type: "mean", events: [event], goal: "decrease" };
}
