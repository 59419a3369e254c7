import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openFindingsOf } from "../../src/config/open-findings.ts";
import { parseConfig } from "../../src/config/parse.ts";
import type { Finding } from "../../src/privacy/finding.ts";
import { reportCheck } from "../../src/report/check.ts";
import { text as toText } from "../../src/report/formats/text.ts";

const TODAY = "2026-06-15";

async function findings(text: string): Promise<Finding[]> {
  return openFindingsOf(parseConfig(text, { file: "assay.toml" }), TODAY);
}

const told = async (text: string): Promise<string[]> =>
  (await findings(text)).map(
    ({ rule, severity, line, pointer }) => `${severity} ${rule} ${line} ${pointer}`,
  );

test("a finding about a definition names file, line and place, and no event", async () => {
  const digest = createHash("sha256")
    .update("experiment.expired\0experiments.a.expires\0?")
    .digest("hex");
  expect(await findings("[experiments.a]\nexpires = 2026-06-14")).toEqual([
    {
      rule: "experiment.expired",
      severity: "warning",
      path: "assay.toml",
      line: 2,
      event: null,
      pointer: "experiments.a.expires",
      count: 1,
      fingerprint: digest.slice(0, 32),
      message: "The experiment is past its last day: conclude it, or move the day",
    },
  ]);
});

test("a fingerprint stays when the line moves, and differs by place", async () => {
  const [first] = await findings("[experiments.a]\nexpires = 2026-06-14");
  const [moved] = await findings("\n\n[experiments.a]\nexpires = 2026-06-14");
  const [other] = await findings("[experiments.b]\nexpires = 2026-06-14");
  expect(moved?.fingerprint).toBe(first?.fingerprint);
  expect(other?.fingerprint).not.toBe(first?.fingerprint);
});

test.each(["2026-06-15", "2026-06-16"])("an experiment is not expired on %s", async (day) => {
  expect(await told(`[experiments.a]\nexpires = ${day}`)).toEqual([]);
});

test("a platform that Node does not know is told with the nearest that it does", async () => {
  const text = '[experiments.a]\nplatforms = ["darwin", "linus", "win32"]';
  expect(await told(text)).toEqual([
    "warning experiment.unknown-platform 2 experiments.a.platforms[1]",
  ]);
  expect((await findings(text))[0]?.message).toContain('Did you mean "linux"?');
});

const ignore = (rows: string): string => `[[privacy.ignore]]\n${rows}`;

describe("ignores", () => {
  const good = 'rule = "uuid"\nreason = "random by construction"\nexpires = 2026-12-12';

  test("one with a reason and a last day within 180 days holds", async () => {
    expect(await told(ignore(good))).toEqual([]);
  });

  test("one that holds takes a finding about a definition away", async () => {
    const open = '[metrics.signals.a]\non = "x"\nlabel = "y"\n';
    const accepted = good.replace("uuid", "def.open-label");
    expect(await told(open)).toEqual(["error def.open-label 1 metrics.signals.a"]);
    expect(await told(open + ignore(accepted))).toEqual([]);
  });

  test.each([
    [
      good.replace("2026-12-12", "2026-06-14"),
      "error sup.expired-ignore 4 privacy.ignore[0].expires",
    ],
    [good.replace("2026-12-12", "2026-12-13"), "error sup.too-long 4 privacy.ignore[0].expires"],
    [
      good.replace("random by construction", " todo"),
      "error sup.no-reason 3 privacy.ignore[0].reason",
    ],
    [
      good.replace('"random by construction"', '""'),
      "error sup.no-reason 3 privacy.ignore[0].reason",
    ],
    ['rule = "uuid"\nexpires = 2026-12-12', "error sup.no-reason 1 privacy.ignore[0].reason"],
    [good.replace("uuid", "uid"), "error sup.unknown-rule 2 privacy.ignore[0].rule"],
    [good.replace("uuid", "flow.canary-leak"), "error sup.not-allowed 2 privacy.ignore[0].rule"],
  ])("%j is %s", async (rows, finding) => {
    expect(await told(ignore(rows))).toEqual([finding]);
  });
});

const flag = (groups: string, [first, second] = [50, 50]): string =>
  `[flags.a]\ngroups = [${groups}]\nvariants = [{ key = "x", share = ${first} }, { key = "y", share = ${second} }]`;

describe("signals", () => {
  const label = 'on = "usage"\nlabel = "reason"\n';

  test("an open label is an error at the signal's header", async () => {
    expect(await told(`[metrics.signals.reason]\n${label}`)).toEqual([
      "error def.open-label 1 metrics.signals.reason",
    ]);
  });

  test("a closed one is not", async () => {
    const closed = 'buckets = ["stop", "length"]\nother = "other"';
    expect(await told(`[metrics.signals.reason]\n${label}${closed}`)).toEqual([]);
  });

  test("names and edges are judged as they are declared", async () => {
    const edges = 'on = "usage"\nratio = ["a", "b"]\nedges = { low = 50, high = 0 }';
    expect(await told(`[metrics.signals.share]\n${edges}`)).toEqual([
      "error def.bad-bucketing 1 metrics.signals.share",
    ]);
    expect(await told('[metrics.signals."Not A Name"]\non = "usage"')).toEqual([
      'error def.bad-label 1 metrics.signals."Not A Name"',
    ]);
  });
});

describe("reachability", () => {
  const MATCH = 'match = [{ property = "plan", value = "pro" }]';

  test.each([
    ["{ rollout = 100 }"],
    [`{ ${MATCH} }, {}`],
    ["{ rollout = 50 }, { rollout = 51 }"],
    ['{ rollout = 99.9, variant = "x" }, { variant = "y" }'],
  ])("every group and variant of %s is reached", async (groups) => {
    expect(await told(flag(groups))).toEqual([]);
  });

  test("a group below one that takes everyone is not", async () => {
    expect(await told(flag(`{ ${MATCH} }, {}, { rollout = 10 }`))).toEqual([
      "warning targeting.unreachable-group 2 flags.a.groups[2]",
    ]);
  });

  test("a variant without a share is reached by a group of its own only", async () => {
    expect(await told(flag("{}", [100, 0]))).toEqual([
      "warning targeting.unreachable-variant 3 flags.a.variants[1]",
    ]);
    expect(await told(flag(`{ ${MATCH}, variant = "y" }, {}`, [100, 0]))).toEqual([]);
  });

  test("a variant that a group gives and the flag does not declare is told", async () => {
    expect(await told('[flags.a]\n[[flags.a.groups]]\nvariant = "test"')).toEqual([
      "warning targeting.undeclared-variant 3 flags.a.groups[0].variant",
    ]);
  });

  test("a group of its own is no help below one that takes everyone", async () => {
    expect(await told(flag('{}, { variant = "y" }', [100, 0]))).toEqual([
      "warning targeting.unreachable-group 2 flags.a.groups[1]",
      "warning targeting.unreachable-variant 3 flags.a.variants[1]",
    ]);
  });
});

test("errors come first, then rule, line and pointer decide", async () => {
  const text = [
    "[experiments.b]",
    "expires = 2020-01-01",
    "[experiments.a]",
    "expires = 2020-01-01",
    "[[privacy.ignore]]",
    'rule = "out.size-cap"',
    "expires = 2020-01-01",
  ].join("\n");
  expect(await told(text)).toEqual([
    "error sup.expired-ignore 7 privacy.ignore[0].expires",
    "error sup.no-reason 5 privacy.ignore[0].reason",
    "error sup.not-allowed 6 privacy.ignore[0].rule",
    "warning experiment.expired 2 experiments.b.expires",
    "warning experiment.expired 4 experiments.a.expires",
  ]);
});

test("people read notes of one rule on one line, scripts at each place", async () => {
  const ages = [5, 7, 9].map((age) => `{ property = "age", operator = "gt", value = ${age} }`);
  const found = await findings(`[[flags.a.groups]]\nmatch = [${ages.join(", ")}]`);
  const counts = { file: "assay.toml", flags: 1, experiments: 0, events: 0, signals: 0 };
  const report = reportCheck(found, counts);
  expect(report).toMatchObject({ outcome: "ok", data: { findings: found } });
  expect(found).toHaveLength(3);
  const lines = toText
    .render({ command: "check", exitCode: 0, report, diagnostics: [] })
    .split("\n");
  expect(lines.slice(1)).toEqual([
    expect.stringContaining(
      "note divergence.number-property assay.toml:2 flags.a.groups[0].match[0] and 2 more: ",
    ),
    "",
  ]);
});
