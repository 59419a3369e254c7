import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const uuid: SpanRule = {
  id: "id.uuid",
  severity: "warning",
  why: "A UUID tells one person or thing from all others",
  hint: STOP,
  find: spansOf(
    /(?<![0-9A-Za-z-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z-])/g,
    ([match]) => !/^(?:[0-]+|[fF-]+)$/.test(match),
  ),
  examples: {
    finds: ["5e4324b6-f9dc-4c5f-9af0-3d01c11d9ae2"],
    passes: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  },
};
