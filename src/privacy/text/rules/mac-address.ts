import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const macAddress: SpanRule = {
  id: "net.mac-address",
  severity: "error",
  why: "A hardware address names a machine for life",
  hint: STOP,
  needs: /[:-]|\.[0-9A-Fa-f]{4}\./,
  find: spansOf(
    /(?<![0-9A-Fa-f:.-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])|(?<![0-9A-Fa-f.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Fa-f.])/g,
    ([match]) => !/^(?:0+|f+)$/i.test(match.replace(/[:.-]/g, "")),
  ),
  examples: {
    finds: ["00:1A:2B:3C:4D:5E", "001a.2b3c.4d5e"],
    passes: ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "12-34-56"],
  },
};
