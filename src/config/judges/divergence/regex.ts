import { readersOf } from "../../operands/pattern.ts";
import { type Divergences, warning } from "./divergence.ts";

/** Patterns that only the server's engine can run (`posthog-api.md` 5.5). */
export const regex: Divergences = ({ operator, value }) => {
  if ((operator !== "regex" && operator !== "not_regex") || typeof value !== "string") return [];
  if (readersOf(value) !== "server") return [];
  return [
    warning(
      "divergence.regex",
      "The pattern uses what the two engines read differently, so that only the server runs it and the SDK leaves it undecided",
      "keep to ASCII, classes, (?:…) and plain quantifiers: no look-around, flags, named groups, \\b or back-references",
    ),
  ];
};
