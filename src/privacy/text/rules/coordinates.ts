import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const coordinates: SpanRule = {
  id: "pii.coordinates",
  severity: "error",
  why: "A place on the map is where somebody lives or works",
  hint: STOP,
  needs: /\.\d{3}|°/,
  find: spansOf(
    /(?<![\w.-])-?(?:[1-8]?\d|90)\.\d{3,15}\s{0,2}[,;]\s{0,2}-?(?:1[0-7]\d|180|\d{1,2})\.\d{3,15}(?![\w.])|\blat(?:itude)?["']?\s{0,2}[:=]\s{0,2}-?\d{1,2}\.\d{3,15}|\blon(?:g|gitude)?["']?\s{0,2}[:=]\s{0,2}-?\d{1,3}\.\d{3,15}|\d{1,3}°\s?\d{1,2}['′]\s?(?:\d{1,2}(?:\.\d+)?["″]?)?\s?[NSEW]/gi,
  ),
  examples: {
    finds: ["37.77493, -122.41942", "48°51'29.6\"N"],
    passes: ["3.14159", "9.99 USD"],
  },
};
