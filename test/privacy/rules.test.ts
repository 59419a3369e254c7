import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventRules } from "../../src/privacy/event/rules.ts";
import { releaseRules } from "../../src/privacy/release/rules.ts";
import type { Rule } from "../../src/privacy/rule.ts";
import { idsOf, shortName } from "../../src/privacy/rule-ids.ts";
import { runRules } from "../../src/privacy/run/rules.ts";
import { textRules } from "../../src/privacy/text/rules.ts";
import { flowRules } from "../../src/replay/proof/rules.ts";

const ROOT = join(import.meta.dirname, "../..");
const lists: readonly (readonly [
  folder: string,
  rules: readonly Rule[],
  names: readonly string[],
])[] = [
  ["src/privacy/text", textRules, idsOf.text],
  ["src/privacy/event", eventRules, idsOf.event],
  ["src/privacy/release", releaseRules, idsOf.release],
  ["src/privacy/run", runRules, idsOf.run],
  ["src/replay/proof", flowRules, idsOf.proof],
];
const all = lists.flatMap(([, rules]) => rules);
const page = readFileSync(join(ROOT, "docs/rules.md"), "utf8");

/** The ids of privacy-rules.md, sections 2 to 9. */
const LAW: readonly string[] = [
  ["event", "unknown-event unknown-property wrong-type unknown-value raw-number"],
  ["key", "forbidden-key dynamic-key"],
  [
    "def",
    "open-label bad-label bad-bucketing too-many-buckets reused-label missing-metadata expired-signal",
  ],
  [
    "secret",
    `private-key anthropic-key vendor-token openai-key github-token gitlab-token aws-access-key
     aws-secret-key google-key slack-token stripe-key npm-token pypi-token huggingface-token
     posthog-key launchdarkly-key sendgrid-key twilio-key azure-key webhook-url jwt url-credentials
     url-token connection-string auth-header key-value high-entropy`,
  ],
  ["pii", "email iban credit-card national-id phone coordinates"],
  ["path", "git-remote home-path absolute-path relative-path"],
  ["net", "url mac-address ipv6 ipv4 hostname"],
  ["id", "uuid digest opaque-id"],
  ["time", "precise-time period-too-fine"],
  ["text", "encoded-blob control-chars prompt stack-trace code free-text"],
  [
    "out",
    `unknown-signal unknown-bucket extra-field string-value not-integer out-of-range schema-version
     non-canonical size-cap`,
  ],
  [
    "agg",
    `small-cell recoverable-cell differencing dominance contribution-cap unique-vector linkable
     class-disclosure`,
  ],
  ["link", "stable-identifier quasi-identifier high-cardinality"],
  [
    "flow",
    "interference length-channel order-dependence time-dependence nondeterminism canary-leak",
  ],
  ["consent", "not-given before-optin do-not-track policy-changed"],
  ["egress", "destination insecure redirect header-leak undeclared-request"],
  ["compat", "server-rejects server-ahead"],
  ["diff", "counts-drift appeared disappeared"],
  ["input", "malformed oversized truncated not-exercised"],
  ["report", "self-leak"],
  ["sup", "expired-ignore too-long no-reason unknown-rule not-allowed unused-ignore"],
].flatMap(([family, names = ""]) => names.split(/\s+/).map((name) => `${family}.${name}`));

test("ids are unique, and so are names without their family", () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ id }) => shortName(id))).size).toBe(all.length);
});

test.each(LAW)("%s is in a list", (law) => {
  expect(all.map(({ id }) => id)).toContain(law);
});

describe.each(lists)("%s", (folder, rules, names) => {
  test("a config can name each rule, and no other", () => {
    expect(names.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  test("has a file for each rule, named after it", () => {
    const files = readdirSync(join(ROOT, folder, "rules"));
    expect(files.toSorted()).toEqual(rules.map(({ id }) => `${shortName(id)}.ts`).toSorted());
  });

  test.each(rules)("$id says why and what to do in its file", ({ id, why, hint }) => {
    const source = readFileSync(join(ROOT, folder, "rules", `${shortName(id)}.ts`), "utf8");
    expect(source).toContain(`id: "${id}"`);
    expect(source).toContain("examples: ");
    for (const text of [why, hint]) expect(text).toMatch(/^[A-Z].*[a-zA-Z0-9_]$/);
  });
});

test.each(all)("docs/rules.md has $id", ({ id, severity, why, hint }) => {
  const anchor = `<a id="${id.replace(".", "-")}"></a>`;
  expect(page).toContain(`\n| ${anchor}\`${id}\` | ${severity} | ${why} | ${hint} |\n`);
});

test("docs/rules.md has no other", () => {
  expect(page.match(/<a id="/g)).toHaveLength(all.length);
});
