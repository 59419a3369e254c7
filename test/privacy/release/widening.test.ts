import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { widenings } from "../../../src/privacy/release/widening.ts";

const CONFIG = `version = 1
[posthog]
host = "https://us.posthog.com"
project = 1
[log]
form = "capture"
closed = true
common = { version = "semver" }
[events.turn_done]
outcome = ["ok", "error"]
size = "count"
note = "text"
flag = "boolean"
where = { city = ["a"] }
[metrics]
period = "week"
[metrics.signals.outcome]
on = "turn_done"
label = "outcome"
buckets = ["ok", "error"]
other = "other"
`;
const read = (text: string): ReturnType<typeof parseConfig> =>
  parseConfig(text, { file: "assay.toml" });
const wider = (from: string, to: string): string[] =>
  widenings(read(CONFIG), read(CONFIG.replace(from, to))).map((keys) => keys.join("."));

test.each([
  [
    "[metrics.signals.outcome]",
    '[metrics.signals.turns]\non = "turn_done"\n[metrics.signals.outcome]',
    "metrics.signals.turns",
  ],
  ['buckets = ["ok", "error"]', 'buckets = ["ok", "error", "late"]', "metrics.signals.outcome"],
  ['label = "outcome"', 'label = "note"', "metrics.signals.outcome"],
  ['period = "week"', 'period = "day"', "metrics.period"],
  ['period = "week"', 'period = "week"\ndimensions = ["os"]', "metrics.dimensions"],
  ["[events.turn_done]", "[events.turn_started]\n[events.turn_done]", "events.turn_started"],
  ['size = "count"', 'size = "integer"', "events.turn_done.size"],
  ['size = "count"', 'size = { type = "count", null = true }', "events.turn_done.size"],
  [
    'outcome = ["ok", "error"]\nsize',
    'outcome = ["ok", "error", 3]\nsize',
    "events.turn_done.outcome",
  ],
  ['city = ["a"]', 'city = ["a", "b"]', "events.turn_done.where.city"],
  ['city = ["a"]', 'city = ["a"], zip = "text"', "events.turn_done.where.zip"],
  ['version = "semver"', 'version = "text"', "log.common.version"],
  ["closed = true", "closed = false", "log.closed"],
])("%s → %s collects more", (from, to, at) => expect(wider(from, to)).toEqual([at]));

test.each([
  ['buckets = ["ok", "error"]', 'buckets = ["ok"]'],
  ['outcome = ["ok", "error"]\nsize', 'outcome = ["ok"]\nsize'],
  ['note = "text"', 'note = ["a", "b"]'],
  ['note = "text"', 'note = "semver"'],
  ['size = "count"', 'size = "step-5"'],
  ['flag = "boolean"', "flag = [true]"],
  ['where = { city = ["a"] }\n', ""],
  ['period = "week"', 'period = "month"'],
])("%s → %s collects no more", (from, to) => expect(wider(from, to)).toEqual([]));

test("a raised policy version asks people anew", () => {
  const raised = CONFIG.replace('period = "week"', 'period = "day"\npolicy = 2');
  expect(widenings(read(CONFIG), read(raised))).toEqual([]);
});
