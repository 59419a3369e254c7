import type { ClassifySignal, Metrics, Signal } from "../../src/metrics/signal.ts";

const always = { when: [], unless: new Map() } as const;

const outcome = ["recovery_paused", "completion_uncertain"];
const codes = [
  { bucket: "http_400", from: 400, to: 400 },
  { bucket: "http_401", from: 401, to: 401 },
  { bucket: "http_401", from: 403, to: 403 },
  { bucket: "http_429", from: 429, to: 429 },
  { bucket: "http_5xx", from: 500, to: 599 },
];
const classify = { kind: "classify", other: "other", ...always } as const;

const toolError: ClassifySignal = {
  ...classify,
  name: "tool_error",
  on: "tool_result",
  classify: "tool.err",
  without: [],
  status: undefined,
  codes: [],
  words: [
    { bucket: "permission", any: ["permission"] },
    { bucket: "planmode", any: ["plan mode"] },
    { bucket: "hook", any: ["hook"] },
    { bucket: "timeout", any: ["timeout", "deadline"] },
  ],
  other: "exec",
};

const shared: readonly Signal[] = [
  { kind: "count", name: "turns", on: "turn_done", ...always },
  { kind: "count", name: "compaction", on: "compaction_done", ...always },
  {
    kind: "ratio",
    name: "cache_hit",
    on: "usage",
    ...always,
    ratio: ["usage.cacheHitTokens", "usage.cacheMissTokens"],
    edges: [
      { bucket: "0_50", from: 0 },
      { bucket: "50_80", from: 50 },
      { bucket: "80_95", from: 80 },
      { bucket: "95_99", from: 95 },
      { bucket: "99_100", from: 99 },
    ],
  },
  toolError,
];

const phrase = "empty final answer blocked*";

type Counted = Pick<Metrics, "signals" | "consent" | "period" | "schema" | "dimensions">;

const shape = { consent: undefined, period: "week", schema: 1, dimensions: [] } as const;

/** The seed's own mapping (seed-systems 2.3, 2.4), faults included. */
export const seedV1: Counted = {
  ...shape,
  signals: [
    ...shared,
    {
      kind: "label",
      name: "finish_reason",
      on: "usage",
      ...always,
      label: "usage.finishReason",
      fold: "none",
      buckets: undefined,
      other: undefined,
    },
    {
      kind: "count",
      name: "empty_final",
      on: "notice",
      when: [new Map([["text", [phrase]]])],
      unless: new Map(),
    },
    {
      ...classify,
      name: "provider_error",
      on: "turn_done",
      classify: "err",
      without: [],
      status: "plain",
      codes,
      words: [
        { bucket: "stream_interrupted", any: ["reset", "interrupt", "eof"] },
        { bucket: "timeout", any: ["timeout", "deadline"] },
      ],
    },
  ],
};

/** The closed mapping (seed-systems 4.4). */
export const boundedV1: Counted = {
  ...shape,
  signals: [
    ...shared,
    {
      kind: "label",
      name: "finish_reason",
      on: "usage",
      ...always,
      label: "usage.finishReason",
      fold: "trim-lower",
      buckets: ["stop", "tool_calls", "length", "content_filter", "repetition_truncation"],
      other: "other",
    },
    {
      kind: "count",
      name: "empty_final",
      on: "notice",
      when: [
        new Map([["code", ["empty_final"]]]),
        new Map([["text", [phrase]]]),
        new Map([["detail", [phrase]]]),
      ],
      unless: new Map(),
    },
    {
      ...classify,
      name: "provider_error",
      on: "turn_done",
      unless: new Map([["outcome", outcome]]),
      classify: "err",
      without: ["url"],
      status: "labelled",
      codes,
      words: [
        { bucket: "stream_interrupted", any: ["=reset", "interrupt", "=eof"] },
        { bucket: "timeout", any: ["timeout", "timed out", "deadline"] },
      ],
    },
  ],
};
