import { CONCLUSION, CONCLUSION_COMMENT } from "./experiment-fields.ts";
import { requireVariants, variantsOf } from "./experiment-flag.ts";
import { isFrozen, statusOf } from "./experiment-view.ts";
import { parseFields } from "./fields.ts";
import { frozen, shipped, thawed } from "./flag-rewrite.ts";
import { invalid } from "./refusal.ts";
import { boolean, object, text } from "./shape.ts";
import type { ExperimentRow, FlagRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** An experiment at the moment a verb is applied to it. */
export interface Situation {
  readonly experiment: ExperimentRow;
  readonly flag: FlagRow | undefined;
  readonly body: JsonRecord;
  /** ISO text. */
  readonly now: string;
  /** The cohort that a freeze would make. */
  readonly nextCohort: number;
}

/** A verb of the state model: when it is refused, and what it changes otherwise (`posthog-api.md` 3.4). */
export interface Verb {
  /** In the order they are asked; the first that holds is the answer. */
  readonly refusals: readonly Refuses[];
  /** Whether an approval policy of the project holds it back. */
  readonly needsApproval?: true;
  readonly changes: (situation: Situation) => StageChange;
}

export interface StageChange {
  readonly experiment?: Partial<ExperimentRow>;
  readonly flag?: Partial<FlagRow>;
  /** The name of a static cohort to make. */
  readonly cohort?: string;
}

type Refuses = (situation: Situation) => string | undefined;

const when =
  (holds: (situation: Situation) => boolean, detail: string): Refuses =>
  (situation) =>
    holds(situation) ? detail : undefined;

const isDraft = ({ experiment }: Situation): boolean => experiment.start_date === null;
const hasEnded = ({ experiment }: Situation): boolean => experiment.end_date !== null;
const isPaused = ({ flag }: Situation): boolean => flag?.active === false;

const notLaunched = when(isDraft, "Experiment has not been launched yet.");
const ended = when(hasEnded, "Experiment has already ended.");
const unlinked = when(
  ({ flag }) => flag === undefined,
  "Experiment does not have a feature flag linked.",
);

/** Every verb, by the last segment of its path. */
export const verbs: Readonly<Record<string, Verb>> = {
  launch: {
    refusals: [
      when((situation) => !isDraft(situation), "Experiment has already been launched."),
      when(
        ({ flag }) => flag === undefined || flag.deleted,
        "Experiment cannot be launched because its feature flag has been deleted.",
      ),
    ],
    changes: ({ flag, now }) => {
      if (flag !== undefined) requireVariants(flag);
      return { experiment: { start_date: now }, flag: { active: true } };
    },
  },
  pause: {
    refusals: [notLaunched, ended, unlinked, when(isPaused, "Experiment is already paused.")],
    changes: () => ({ flag: { active: false } }),
  },
  resume: {
    refusals: [
      notLaunched,
      ended,
      unlinked,
      when((situation) => !isPaused(situation), "Experiment is not paused."),
    ],
    changes: () => ({ flag: { active: true } }),
  },
  end: {
    refusals: [notLaunched, ended],
    // The flag stays as it is: people keep their variants until one is shipped.
    changes: ({ body, now }) => ({ experiment: { end_date: now, ...conclusionOf(body) } }),
  },
  ship_variant: {
    needsApproval: true,
    refusals: [
      notLaunched,
      when(({ flag }) => flag === undefined, "Experiment does not have a linked feature flag."),
      ({ flag, body }) => {
        const variant = shippingOf(body).variant;
        return flag !== undefined && !variantsOf(flag).some(({ key }) => key === variant)
          ? `Variant '${variant}' not found on feature flag.`
          : undefined;
      },
    ],
    changes: (situation) => ({
      ...(situation.flag === undefined
        ? {}
        : { flag: { filters: shipped(situation.flag.filters, shippingOf(situation.body)) } }),
      experiment: {
        ...(hasEnded(situation) ? {} : { end_date: situation.now }),
        ...("conclusion" in situation.body || !hasEnded(situation)
          ? conclusionOf(situation.body)
          : {}),
      },
    }),
  },
  archive: {
    refusals: [
      when(({ experiment }) => experiment.archived, "Experiment is already archived."),
      when(
        (situation) => !hasEnded(situation),
        "Experiment must be ended before it can be archived.",
      ),
    ],
    changes: ({ body }) => {
      const { disable_feature_flag: disables } = parseFields(archiveShape, body);
      return {
        experiment: { archived: true },
        ...(disables === true ? { flag: { active: false } } : {}),
      };
    },
  },
  unarchive: {
    refusals: [when(({ experiment }) => !experiment.archived, "Experiment is not archived.")],
    changes: () => ({ experiment: { archived: false } }),
  },
  reset: {
    refusals: [when(isDraft, "Experiment is already in draft state.")],
    changes: () => ({
      experiment: {
        start_date: null,
        end_date: null,
        conclusion: null,
        conclusion_comment: null,
        archived: false,
      },
    }),
  },
  freeze_exposure: {
    refusals: [
      notLaunched,
      ended,
      unlinked,
      when(isPaused, "Cannot freeze a paused experiment. Resume it first."),
      when(
        ({ flag }) => flag !== undefined && isFrozen(flag),
        "Experiment exposure is already frozen.",
      ),
      when(
        ({ flag }) => (flag?.filters.aggregation_group_type_index ?? null) !== null,
        "Cannot freeze exposure of a group-aggregated experiment.",
      ),
      when(
        ({ experiment }) => experiment.holdout_id !== null,
        "Cannot freeze exposure of an experiment in a holdout.",
      ),
    ],
    changes: ({ experiment, flag, nextCohort }) => ({
      cohort: `Exposure of experiment ${experiment.name}`,
      ...(flag === undefined ? {} : { flag: { filters: frozen(flag.filters, nextCohort) } }),
    }),
  },
  unfreeze_exposure: {
    refusals: [
      when(
        ({ experiment, flag }) => statusOf(experiment, flag) !== "exposure_frozen",
        "Experiment exposure is not frozen.",
      ),
    ],
    changes: ({ flag }) => (flag === undefined ? {} : { flag: { filters: thawed(flag.filters) } }),
  },
};

/** What a verb changes. Throws 400 in the words of the refusal. */
export function decide({ refusals, changes }: Verb, situation: Situation): StageChange {
  const refusal = refusals.map((refuses) => refuses(situation)).find((detail) => detail);
  if (refusal !== undefined) throw invalid(refusal);
  return changes(situation);
}

const endShape = object({ conclusion: CONCLUSION, conclusion_comment: CONCLUSION_COMMENT });
const archiveShape = object({ disable_feature_flag: boolean });
const shipShape = object({ variant_key: text(400), release_to_everyone: boolean }, ["variant_key"]);

/** The conclusion that comes with an end: null when nothing is said. */
function conclusionOf(body: JsonRecord): Partial<ExperimentRow> {
  return { conclusion: null, conclusion_comment: null, ...parseFields(endShape, body) };
}

function shippingOf(body: JsonRecord): { readonly variant: string; readonly toEveryone: boolean } {
  const fields = parseFields(shipShape, body);
  return {
    variant: String(fields["variant_key"]),
    toEveryone: fields["release_to_everyone"] === true,
  };
}
