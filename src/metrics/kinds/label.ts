import { type SignalKind, UNDECLARED } from "../kind.ts";
import type { LabelSignal } from "../signal.ts";

/**
 * Counts what a field says, if the config lists it. Anything else folds to `other`, and to `?`
 * where the config names no list or no `other`; what the event said is never a bucket.
 */
export const label: SignalKind<"label"> = {
  id: "label",
  about: "Which of the listed words a field says",
  compile: ({ label: path, fold, buckets, other = UNDECLARED }, field) => {
    const read = field(path);
    const declared = new Map(buckets?.map((bucket) => [bucket, bucket]));
    const outside = buckets === undefined ? UNDECLARED : other;
    return (body) => {
      const said = FOLD[fold](wordOf(read(body)));
      return said === "" ? undefined : (declared.get(said) ?? outside);
    };
  },
  get examples() {
    return EXAMPLES;
  },
};

/** ECMAScript's own trimming and lower-casing: no locale decides a bucket. */
const FOLD: Readonly<Record<LabelSignal["fold"], (said: string) => string>> = {
  none: (said) => said,
  "trim-lower": (said) => said.trim().toLowerCase(),
};

/** Objects, lists and null say no word. */
function wordOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

const CLOSED: LabelSignal = {
  kind: "label",
  name: "finish_reason",
  on: "usage",
  when: [],
  unless: new Map(),
  label: "usage.finishReason",
  fold: "trim-lower",
  buckets: ["stop", "tool_calls"],
  other: "other",
};

const saying = (finishReason: unknown): { usage: { finishReason: unknown } } => ({
  usage: { finishReason },
});

const EXAMPLES: SignalKind<"label">["examples"] = [
  {
    signal: CLOSED,
    counts: [
      [saying("stop"), "stop"],
      [saying(" STOP\u00a0\n"), "stop"],
      [saying("end_turn"), "other"],
      [saying("__proto__"), "other"],
      [saying(""), undefined],
      [saying(" \t"), undefined],
      [saying(null), undefined],
      [saying(["stop"]), undefined],
      [saying(7), "other"],
      [{ usage: "stop" }, undefined],
      [{}, undefined],
    ],
  },
  {
    signal: { ...CLOSED, fold: "none", other: undefined },
    counts: [
      [saying("stop"), "stop"],
      [saying("STOP"), "?"],
      [saying(" "), "?"],
    ],
  },
  {
    signal: { ...CLOSED, buckets: undefined },
    counts: [
      [saying("stop"), "?"],
      [saying("error:/home/someone"), "?"],
      [saying(""), undefined],
    ],
  },
  {
    signal: { ...CLOSED, label: "success", buckets: ["true", "false"] },
    counts: [
      [{ success: true }, "true"],
      [{ success: "False" }, "false"],
    ],
  },
];
