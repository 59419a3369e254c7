import { SEND } from "../../hints.ts";
import {
  type PayloadRule,
  partsOf,
  payloads,
  periodReading,
  type Payload,
} from "../payload-parts.ts";

export const stringValue: PayloadRule = {
  id: "out.string-value",
  severity: "error",
  why: "A text outside the schema would leave",
  hint: SEND,
  finds: (payload) => unvouched(payload).some(holdsText),
  examples: payloads(
    [{ counts: { turns: { short: "1" } } }, { os: "plan9" }, { period: "soon" }, "text"],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }, { os: "linux" }],
  ),
};

/** What no closed domain vouches for. */
function unvouched(payload: Payload): unknown[] {
  const parts = partsOf(payload);
  if (parts === undefined) return [payload.value];
  const { version, period, counts, others } = parts;
  return [
    version,
    ...(periodReading(payload) === "foreign" ? [period] : []),
    ...others.flatMap(({ value, isMember }) => (isMember === true ? [] : [value])),
    counts,
  ];
}

function holdsText(value: unknown): boolean {
  if (typeof value === "string") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsText);
}
