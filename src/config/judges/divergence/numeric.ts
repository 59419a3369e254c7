import { strictNumber } from "../../operands/number.ts";
import { dateFormOf } from "../../operands/date.ts";
import { plainVersion } from "../../operands/version.ts";
import { type Divergences, note, warning } from "./divergence.ts";

/**
 * Comparisons of numbers: the server compares numbers only; posthog-node takes a number's
 * beginning for the number, and compares as texts where one side has none.
 */
export const numeric: Divergences = ({ operator, value }) => {
  if (!OPERATORS.has(operator)) return [];
  if (typeof value === "string" && strictNumber(value) !== undefined) return [ODD_PROPERTY];
  const why =
    "The server reads no number here and matches nobody, and locally it is compared as text";
  return [warning("divergence.number", why, instead(value))];
};

const OPERATORS = new Set(["gt", "gte", "lt", "lte"]);

function instead(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  if (plainVersion(text) !== undefined || /^v?\d+(?:\.\d+){2}/i.test(text)) {
    return 'write "semver_gt", "semver_gte", "semver_lt" or "semver_lte" for a version';
  }
  if (text !== "" && ["day", "local", "moment", "relative"].includes(dateFormOf(text))) {
    return 'write "is_date_after" or "is_date_before" for a date';
  }
  return 'write a plain number such as "10", or name the texts that are meant by "exact"';
}

const ODD_PROPERTY = note(
  "divergence.number-property",
  'A property that is no plain number (true, "10abc", " 10 ", "") matches nobody on the server and is compared by its beginning, or as text, locally',
  "send the property as a number",
);
