import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { widenings } from "../../../src/privacy/release/widening.ts";

const CONFIG = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[flags.pricing]
[experiments.memory]
[log]
form = "capture"
closed = true
[telemetry]
off = ["NO_COUNTS", "SILENT"]
[privacy]
min_count = 10
[events.turn_done]
[events.consent]
[metrics]
endpoint = "https://metrics.example.com/v1"
consent = { on = "consent", granted = "granted" }
[metrics.signals.outcome]
on = "turn_done"
when = [{ code = ["a", "b*"] }, { text = "x" }]
unless = { kind = "draft" }
max = 10
label = "outcome"
buckets = ["ok", "error"]
other = "other"
[metrics.signals.hits]
on = "turn_done"
ratio = ["hit", "miss"]
edges = { low = 0, mid = 50, high = 90 }
[metrics.signals.failure]
on = "turn_done"
classify = "err"
without = ["url"]
status = "labelled"
codes = { http_429 = ["429"], http_5xx = ["500-599"] }
words = [{ bucket = "reset", any = ["=reset", "=eof"] }, { bucket = "timeout", any = ["timeout"] }]
other = "other"
`;
const read = (text: string): ReturnType<typeof parseConfig> =>
  parseConfig(text, { file: "assay.toml" });
const wider = (from: string, to: string): string[] => {
  expect(CONFIG).toContain(from);
  return widenings(read(CONFIG), read(CONFIG.replace(from, to))).map((keys) => keys.join("."));
};

describe("a signal tells more", () => {
  test.each([
    ["a condition is gone", 'when = [{ code = ["a", "b*"] }, { text = "x" }]\n', ""],
    ["a further row", '{ text = "x" }]', '{ text = "x" }, { text = "y" }]'],
    ["a further value", '"b*"]', '"b*", "c"]'],
    ["a wider prefix", '"b*"', '"*"'],
    ["a condition on another field", '{ text = "x" }', '{ text = "x", plan = "pro" }'],
    ["a row that asks less", '{ text = "x" }', "{ }"],
    ["an exception is gone", 'unless = { kind = "draft" }\n', ""],
    ["an exception of another value", 'kind = "draft"', 'kind = "final"'],
    ["a higher cap", "max = 10", "max = 11"],
    ["no cap", "max = 10\n", ""],
    ["a label that is folded", 'label = "outcome"', 'label = "outcome"\nfold = "trim-lower"'],
    ["an open label", 'buckets = ["ok", "error"]\nother = "other"\n', ""],
    ["a label without an other", 'buckets = ["ok", "error"]\nother = "other"', 'buckets = ["ok"]'],
  ])("%s", (_, from, to) => expect(wider(from, to)).toEqual(["metrics.signals.outcome"]));

  test.each([
    ["an edge that moved", "mid = 50", "mid = 60"],
    ["edges that changed names", "low = 0, mid = 50", "mid = 0, low = 50"],
  ])("%s", (_, from, to) => expect(wider(from, to)).toEqual(["metrics.signals.hits"]));

  test.each([
    ["URLs are read too", 'without = ["url"]\n', ""],
    ["codes are found otherwise", '"labelled"', '"plain"'],
    ["a wider range", '"500-599"', '"400-599"'],
    ["a code of another class", 'http_429 = ["429"]', 'http_429 = ["408"]'],
    ["a further word", '"=eof"', '"=eof", "broken"'],
    ["a word that is found in more", '"=reset"', '"reset"'],
    [
      "words in another order",
      '{ bucket = "reset", any = ["=reset", "=eof"] }, { bucket = "timeout", any = ["timeout"] }',
      '{ bucket = "timeout", any = ["timeout"] }, { bucket = "reset", any = ["=reset", "=eof"] }',
    ],
  ])("%s", (_, from, to) => expect(wider(from, to)).toEqual(["metrics.signals.failure"]));
});

test.each([
  ["a row is gone", ', { text = "x" }', ""],
  ["a value is gone", '["a", "b*"]', '["a"]'],
  ["a narrower prefix", '"b*"', '"bc*"'],
  ["a further exception", 'kind = "draft"', 'kind = ["draft", "final"]'],
  ["an exception of a field that is read anyway", 'kind = "draft"', 'kind = "draft", code = "a"'],
  ["a lower cap", "max = 10", "max = 9"],
  ["an edge is gone", "mid = 50, ", ""],
  ["a range is narrower", '"500-599"', '"502-504"'],
  ["codes are not read", 'status = "labelled"\ncodes', "codes"],
  ["a word is gone", '"=reset", "=eof"', '"=reset"'],
  ["a class is gone", '{ bucket = "reset", any = ["=reset", "=eof"] }, ', ""],
  ["who answers for it", "max = 10", 'max = 10\nowner = "agent team"\nexpires = 2027-01-01'],
])("a signal tells no more: %s", (_, from, to) => expect(wider(from, to)).toEqual([]));

describe("a promise is weaker", () => {
  test.each([
    ["counting is on", "[metrics]", "[metrics]\nenabled = true", "metrics.enabled"],
    ["another receiver", "metrics.example.com", "other.example.com", "metrics.endpoint"],
    ["another port", "example.com/v1", "example.com:8443/v1", "metrics.endpoint"],
    [
      "consent is told by nothing",
      'consent = { on = "consent", granted = "granted" }\n',
      "",
      "metrics.consent",
    ],
    ["consent is told otherwise", 'granted = "granted"', 'granted = "asked"', "metrics.consent"],
    ["smaller groups are shown", "min_count = 10", "min_count = 5", "privacy.min_count"],
    ["an opt-out is gone", '["NO_COUNTS", "SILENT"]', '["SILENT"]', "telemetry.off"],
  ])("%s", (_, from, to, at) => expect(wider(from, to)).toEqual([at]));

  test.each([
    ["another path of the same receiver", "example.com/v1", "example.com/v2"],
    ["larger groups", "min_count = 10", "min_count = 20"],
    ["a further opt-out", '["NO_COUNTS", ', '["NO_COUNTS", "QUIET", '],
    ["nobody receives", 'endpoint = "https://metrics.example.com/v1"\n', ""],
    [
      "an accepted finding, which has an end of its own",
      "[events.turn_done]",
      '[[privacy.ignore]]\nrule = "uuid"\nreason = "random"\nexpires = 2027-01-01\n[events.turn_done]',
    ],
  ])("not by: %s", (_, from, to) => expect(wider(from, to)).toEqual([]));
});

describe("a flag that every event may tell", () => {
  const more = "[flags.search]\n[flags.pricing]";
  const variants = '\nvariants = [{ key = "control", share = 50 }, { key = "late", share = 50 }]';

  test.each([
    ["[flags.pricing]", more, "flags.search"],
    ["[experiments.memory]", "[experiments.tools]\n[experiments.memory]", "experiments.tools"],
    ["[experiments.memory]", `[experiments.memory]${variants}`, "experiments.memory"],
  ])("%s → %s", (from, to, at) => expect(wider(from, to)).toEqual([at]));

  test("is in no stream", () => {
    const stream = CONFIG.replace('"capture"', '"stream"');
    expect(widenings(read(stream), read(stream.replace("[flags.pricing]", more)))).toEqual([]);
  });
});

test("a log that stayed and now leaves tells more, and not the other way round", () => {
  expect(wider('"capture"', '"stream"')).toEqual([]);
  const stream = read(CONFIG.replace('"capture"', '"stream"'));
  expect(widenings(stream, read(CONFIG))).toContainEqual(["log", "form"]);
});

const common = (own: string): string =>
  CONFIG.replace("closed = true", 'closed = true\ncommon = { model = "text" }').replace(
    "[events.turn_done]",
    `[events.turn_done]${own}`,
  );

test("a property without a type of its own falls back to the type of all events", () => {
  expect(widenings(read(common('\nmodel = ["a"]')), read(common("")))).toEqual([
    ["events", "turn_done", "model"],
  ]);
});
