import { asksProperty } from "../../condition.ts";
import { type Divergence, type Divergences, note, warning } from "./divergence.ts";

/** Properties that the server fills in from the plain one where they lack. */
export const initialProperty: Divergences = (condition) =>
  asksProperty(condition) && condition.key.startsWith("$initial_") ? [FILLED_IN] : [];

const FILLED_IN = warning(
  "divergence.initial-property",
  "Where this property lacks, the server takes the plain one of the same name instead, and the SDK never does",
  "send the property with every evaluation, or compare with a property of your own",
);

/** Cohorts: the payload for local evaluation holds those that are lists of conditions. */
export const cohort: Divergences = ({ type }) => (type === "cohort" ? [MAYBE_STATIC] : []);

const MAYBE_STATIC = note(
  "divergence.cohort",
  "Only the server knows who is in a static or behavioural cohort, and locally the whole flag is undecided then",
  "write the cohort's conditions in its place where the flag is evaluated locally",
);

/** Placing by device: who has none is out on the server, and undecided locally. */
export const NO_DEVICE: Divergence = note(
  "divergence.device",
  "Whoever has no device id is out on the server and undecided locally",
  "send $device_id with every evaluation",
);
