import { STOP } from "../../hints.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const hostname: SpanRule = {
  id: "net.hostname",
  severity: "error",
  why: "The name of a machine often names its owner",
  hint: STOP,
  needs:
    /\.(?:internal|local|lan|corp|intranet|home|svc)|(?:desktop|laptop|win|ip)-|-(?:macbook|imac|mac-mini|mbp)/i,
  find: any(
    spansOf(
      /(?<![A-Za-z0-9_@/.-])[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9-]{1,63})*\.(?:internal|local|lan|corp|intranet|localdomain|home\.arpa|svc)(?::\d{2,5})?(?![A-Za-z0-9_-]|\.[A-Za-z0-9])|(?<![A-Za-z0-9-])(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,12}(?![A-Za-z0-9-])|(?<![A-Za-z0-9-])ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![A-Za-z0-9-])/g,
    ),
    spansOf(
      /(?<![A-Za-z0-9])[A-Za-z0-9’']{2,30}(?:-[A-Za-z0-9]{1,20}){0,2}-(?:macbook(?:-pro|-air)?|imac|mac-mini|mbp)(?:-\d{1,3})?(?:\.local)?(?![A-Za-z0-9])/gi,
    ),
  ),
  examples: {
    finds: ["db-primary.prod.internal:5432", "v0.10.2-bobs-macbook-air", "DESKTOP-AB12CD3"],
    passes: ["settings.local.json", "localhost", "example.com"],
  },
};
