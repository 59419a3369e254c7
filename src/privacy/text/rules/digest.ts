import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const digest: SpanRule = {
  id: "id.digest",
  severity: "warning",
  why: "The digest of an identifier identifies as well",
  hint: STOP,
  find: spansOf(
    /(?<![0-9A-Za-z_-])(?:sha(?:1|256|384|512):)?(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{96}|[0-9a-fA-F]{64}|[0-9a-fA-F]{56}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9A-Za-z_-])|\bsha(?:256|384|512)-[A-Za-z0-9+/]{43,88}={0,2}(?![A-Za-z0-9+/=])/g,
    ([match]) => {
      const value = match.replace(/^sha\d+[:-]/, "");
      return /[A-Za-z]/.test(value) && /\d/.test(value) && new Set(value).size >= 6;
    },
  ),
  examples: {
    finds: ["b97c645f64e18e8ddd041f0f0a0ffdef4ca38576"],
    passes: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "deadbeef"],
  },
};
