import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Grant } from "../../../src/privacy/release/counting.ts";
import { judgeConsent } from "../../../src/privacy/release/judge-consent.ts";
import { judgeRequest } from "../../../src/privacy/release/judge-request.ts";

/** The neutral cases of what was promised: `consent` and `egress`. */
interface Case {
  readonly id: string;
  readonly check: string;
  readonly why: string;
  readonly labels: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly config: { readonly consent?: Grant["state"]; readonly as_of?: string };
  readonly events: readonly { readonly t: string }[];
  readonly counted: number;
  readonly allow: readonly string[];
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly string[];
    readonly final?: string;
  };
}

const FILE = join(import.meta.dirname, "../../../fixtures/privacy/privacy-structural.jsonl");
const of = (check: string): Case[] =>
  readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line): Case => JSON.parse(line))
    .filter((each) => each.check === check);

test.each(of("consent"))("$id: $why", ({ env, config, events, counted, labels }) => {
  const found = judgeConsent({
    doNotTrack: env["DO_NOT_TRACK"],
    grant: { state: config.consent, on: config.as_of },
    events: events.map(({ t }) => t),
    counted,
  });
  expect(found).toEqual(labels);
});

test("a grant of an older policy does not cover a wider collection", () => {
  const grant = { state: "granted", on: "2026-01-01", policy: 1 } as const;
  const counting = { doNotTrack: undefined, grant, events: ["2026-02-01"], counted: 1 };
  expect(judgeConsent({ ...counting, widenedTo: 2 })).toEqual(["consent.policy-changed"]);
  expect(judgeConsent({ ...counting, widenedTo: 1 })).toEqual([]);
});

test.each(of("egress"))("$id: $why", ({ allow, request, labels }) => {
  const { final: redirectedTo, ...sent } = request;
  expect(
    judgeRequest({ ...sent, ...(redirectedTo !== undefined && { redirectedTo }) }, allow),
  ).toEqual(labels);
});

test.each([
  ["http://127.0.0.1:8010/v1", "http://127.0.0.1:8010/v1", []],
  ["http://localhost/v1", "http://LOCALHOST:80/v1", []],
  ["http://[::1]:8010/v1", "http://[::1]:8010/v1", []],
  ["https://a.example/v1", "https://a.example:443/v1", []],
  ["https://a.example/v1", "https://a.example/v1#x", ["egress.destination"]],
  ["https://a.example/v1", "https://a.example/v1/", ["egress.destination"]],
  ["https://a.example/v1", "not an address", ["egress.destination", "egress.insecure"]],
  ["http://127.example/v1", "http://127.example/v1", ["egress.insecure"]],
])("declared %s, sent to %s", (declared, url, rules) => {
  expect(judgeRequest({ method: "POST", url, headers: ["Accept"] }, [declared])).toEqual(rules);
});
