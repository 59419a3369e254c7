import { type Judge, pathOf } from "../judgement.ts";

/** Experiments past their last day, which itself still counts. */
export const expiry: Judge = ({ experiments }, today) =>
  experiments
    .filter(({ expires }) => expires !== undefined && expires < today)
    .map((experiment) => ({
      rule: "experiment.expired",
      severity: "warning",
      path: [...pathOf(experiment), "expires"],
      message: "The experiment is past its last day: conclude it, or move the day",
    }));
