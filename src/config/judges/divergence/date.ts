import { type DateForm, dateFormOf } from "../../operands/date.ts";
import { type Divergence, type Divergences, note, warning } from "./divergence.ts";

/** Dates: the two sides differ in the time zone of what has none, and in what a number is. */
export const date: Divergences = ({ operator, value }) => {
  if (operator !== "is_date_after" && operator !== "is_date_before") return [];
  return [BY_FORM[typeof value === "string" ? dateFormOf(value) : "loose"]];
};

const WRITE =
  'write the time with its offset, such as "2026-12-31T00:00:00Z", or an age such as "30d"';

const NO_OFFSET = warning(
  "divergence.time-zone",
  "Without an offset the server takes the project's time zone, and the SDK UTC for a day and the process's own zone for a time",
  WRITE,
);

const NO_ISO = warning(
  "divergence.date",
  "This is no ISO time: a number is seconds to the server and no such thing to the SDK, and other texts are read by chance",
  WRITE,
);

const ODD_PROPERTY = note(
  "divergence.date-property",
  "A property that is a number is in seconds to the server and in milliseconds to the SDK, and one without an offset is in two time zones",
  "send it as ISO text with its offset",
);

const BY_FORM: Readonly<Record<DateForm, Divergence>> = {
  relative: ODD_PROPERTY,
  moment: ODD_PROPERTY,
  day: NO_OFFSET,
  local: NO_OFFSET,
  number: NO_ISO,
  loose: NO_ISO,
  unreadable: NO_ISO,
};
