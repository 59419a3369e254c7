import { describe, expect, test } from "vitest";
import { type Conduct, judgePromises, type Situation } from "../../../src/replay/proof/promises.ts";
import type { RunElsewhere } from "../../../src/replay/proof/elsewhere.ts";
import type { SealRules } from "../../../src/replay/proof/seal.ts";
import type { SentRequest } from "../../../src/privacy/release/sent-request.ts";
import { boundedV1 } from "../../metrics/reasonix.ts";
import { agent } from "../catalogues.ts";
import { found, proofOf } from "./trial.ts";

const ENDPOINT = "https://metrics.example.com/v1/metrics";
const BATCH: SentRequest = { method: "POST", url: ENDPOINT, headers: ["Idempotency-Key"] };
const NOTHING: Conduct = { counted: 0, requests: [] };
const COUNTED: Conduct = { counted: 2, requests: [BATCH] };

const isPlain = ({ decision, days, isWidened, optOut }: Situation): boolean =>
  decision === "granted" && days > 0 && !isWidened && optOut === undefined;

/** What is found of counters that keep their promises but where `slips` says what they do. */
async function slipping(
  slips: (situation: Situation) => Conduct | undefined,
  endpoint: string = ENDPOINT,
): Promise<unknown> {
  const told = await judgePromises(["{}"], {
    behave: async (situation) => slips(situation) ?? (isPlain(situation) ? COUNTED : NOTHING),
    endpoint,
    optOuts: ["NO_COUNTS"],
  });
  return told?.broken;
}

test("counters that count under a plain grant alone break nothing", async () => {
  expect(await slipping(() => undefined)).toEqual([]);
});

test("counters that count nothing at all show nothing", async () => {
  expect(await slipping(() => NOTHING)).toBeUndefined();
});

describe("counted without leave", () => {
  test.each<[rule: string, when: string, is: (situation: Situation) => boolean]>([
    ["consent.not-given", "nobody was asked", ({ decision }) => decision === undefined],
    ["consent.not-given", "somebody refused", ({ decision }) => decision === "denied"],
    ["consent.not-given", "somebody changed their mind", ({ decision }) => decision === "revoked"],
    ["consent.before-optin", "on the day of the grant", ({ days }) => days === 0],
    ["consent.policy-changed", "under a later policy", ({ isWidened }) => isWidened],
    ["consent.do-not-track", "DO_NOT_TRACK", ({ optOut }) => optOut === "DO_NOT_TRACK"],
    ["consent.do-not-track", "a declared opt-out", ({ optOut }) => optOut === "NO_COUNTS"],
  ])("%s: %s", async (rule, _, is) => {
    const slip = { counted: 1, requests: [] };
    expect(await slipping((situation) => (is(situation) ? slip : undefined))).toEqual([rule]);
  });
});

describe("sent otherwise than declared", () => {
  test.each<[rule: string, what: string, sent: Partial<SentRequest>]>([
    ["egress.destination", "another address", { url: "https://other.example.com/v1/metrics" }],
    ["egress.destination", "a query", { url: `${ENDPOINT}?who=1` }],
    ["egress.header-leak", "a header of its own", { headers: ["X-Install"] }],
    ["egress.redirect", "wherever it is sent", { redirectedTo: "https://other.example.com" }],
  ])("%s: %s", async (rule, _, sent) => {
    const slip = { counted: 1, requests: [{ ...BATCH, ...sent }] };
    expect(await slipping((situation) => (isPlain(situation) ? slip : undefined))).toEqual([rule]);
  });

  test("egress.insecure: the declared address itself", async () => {
    expect(await slipping(() => undefined, "http://metrics.example.com/v1")).toEqual([
      "egress.insecure",
    ]);
  });

  test("egress.undeclared-request: a request where nothing may be counted", async () => {
    const slip = { counted: 0, requests: [BATCH] };
    expect(
      await slipping((situation) => (situation.decision === "denied" ? slip : undefined)),
    ).toEqual(["egress.undeclared-request"]);
  });
});

const rules: SealRules = { catalogue: agent, metrics: boundedV1, today: "2026-06-12" };
const events = [{ kind: "turn_done" }];

test("a proof finds it, and certifies how much was asked", async () => {
  const counters = {
    behave: async (): Promise<Conduct> => COUNTED,
    endpoint: ENDPOINT,
    optOuts: [],
  };
  const proof = await proofOf(events, rules, { counters });
  expect(found(proof)).toEqual(
    ["before-optin", "do-not-track", "not-given", "policy-changed"].map((name) => [
      `consent.${name}`,
      null,
      "",
    ]),
  );
  expect(proof.certificate.promises).toEqual({ tried: 7, broken: 4 });
});

const calling = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([["json network", "https://example.com/update"]]);

test("egress.undeclared-request: a replay that asks for a connection", async () => {
  expect(found(await proofOf(events, rules, { run: calling }))).toEqual([
    ["egress.undeclared-request", null, ""],
  ]);
});

/** Reports the day of where it is. */
const calendar: RunElsewhere = async (_, { TZ }) =>
  TZ === "Pacific/Kiritimati" ? "tomorrow" : "today";

describe("flow.time-dependence: where a process believes to be", () => {
  test("changes its report", async () => {
    const proof = await proofOf(events, rules, { elsewhere: calendar });
    expect(found(proof)).toEqual([["flow.time-dependence", null, ""]]);
    expect(proof.certificate.places).toHaveLength(3);
  });

  test("changes nothing", async () => {
    expect(found(await proofOf(events, rules, { elsewhere: async () => "same" }))).toEqual([]);
  });

  test("is not varied where no process can be started, and the certificate says so", async () => {
    expect((await proofOf(events, rules)).certificate.places).toEqual([]);
    const { certificate } = await proofOf(events, rules, { elsewhere: async () => undefined });
    expect(certificate.places).toEqual([]);
  });
});
