import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { refused } from "./refused.ts";

// Put together here, so that no scanner takes this file for a leak.
const body = "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb3dEf6hIj9k";
const secrets: Readonly<Record<string, string>> = {
  "a PostHog personal key": ["ph", "x_", body].join(""),
  "a PostHog project key": ["ph", "c_", body].join(""),
  "a PostHog secret key": ["ph", "s_", body].join(""),
  "a short PostHog key": ["ph", "x_", "abc"].join(""),
  "a GitHub token": ["gh", "p_", body].join(""),
  "an OpenAI key": ["sk", "-proj-", body].join(""),
  "an AWS key": ["AKI", "AIOSFODNN7ABCDEF1"].join(""),
  "a Slack token": ["xox", "b-1234567890-", body].join(""),
  "a private key": ["-----BEGIN ", "RSA", " PRIVATE KEY-----", body].join(""),
  "a web token": ["ey", "JhbGciOiJIUzI1NiJ9.ey", "JzdWIiOiIxMjM0In0.", body].join(""),
  "a password in a URL": ["https://ada:", body, "@example.com"].join(""),
};

/** Places a secret may stand in, with others problems around it that would like to quote it. */
const places: Readonly<Record<string, (secret: string) => string>> = {
  "a value": (secret) => `[posthog]\nhost = "${secret}"`,
  "an unknown key's value": (secret) => `[posthog]\napi_key = "${secret}"`,
  "an enumeration": (secret) => `[telemetry]\nwhen_off = "${secret}"`,
  "a reference": (secret) => `[experiments.a]\nenabled_variants = ["${secret}"]`,
  "a key": (secret) => `[flags]\n"${secret}" = 1`,
  "a known name": (secret) => `[events."${secret}"]\n[metrics.signals.a]\non = "${secret}s"`,
  "an inline table": (secret) => `[flags.a]\npayloads = { true = [{ x = "${secret}" }] }`,
  "a list of literals": (secret) => `[events.a]\nb = ["${secret}"]`,
  "a comment": (secret) => `version = 1 # ${secret}`,
  "a broken line": (secret) => `version = 1\nkey = ${secret}\n`,
  "a string without its end": (secret) => `key = "${secret}`,
};

describe.each(Object.entries(secrets))("%s", (_, secret) => {
  test.each(Object.entries(places))(
    "in %s is config.secret and never repeated",
    (_place, write) => {
      const error = refused(write(secret));
      expect(error.diagnostics.map(({ rule }) => rule)).toContain("config.secret");
      expect(shown(error)).not.toContain(secret);
      expect(shown(error)).not.toContain(secret.slice(-24));
    },
  );
});

test("a secret has the line and column of its value, and the pointer", () => {
  const [found] = refused(
    ['[flags.a]\r\npayloads = { true = "ph', 'x_abcdef" }'].join(""),
  ).diagnostics;
  expect(found).toMatchObject({ line: 2, column: 21, pointer: "flags.a.payloads.true" });
});

test("an escape does not hide a secret", () => {
  const text = `[flags.a]\nname = "ph\\u0078_abcdef"`;
  expect(refused(text).diagnostics.map(({ rule, line }) => [rule, line])).toEqual([
    ["config.secret", 2],
  ]);
});

test.each([
  "phc_",
  "alphx_ray",
  "sk-learn",
  "https://metrics.example.com:8443/v1",
  "task-force-alpha-and-others",
  "graph_export",
])("%j is no secret", (text) => {
  expect(() => parseConfig(`[flags.a]\nname = "${text}"`, { file: "assay.toml" })).not.toThrow();
});

test("no part of the file but names is ever repeated", () => {
  const word = fc.stringMatching(/^Zq[A-Za-z0-9 ]{6,20}$/);
  const write = fc.constantFrom(
    ...Object.values(places).filter(
      (each) => each !== places["a key"] && each !== places["a known name"],
    ),
  );
  fc.assert(
    fc.property(word, write, (value, place) => {
      let error: unknown;
      try {
        parseConfig(place(value), { file: "assay.toml" });
      } catch (thrown) {
        error = thrown;
      }
      expect(shown(error)).not.toContain(value);
    }),
  );
});

/** All that any format could print of the error. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return [error.stack, error.message, String(error.cause), JSON.stringify(error)].join("\n");
}
