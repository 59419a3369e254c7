import { PostHog, type PostHogOptions as ClientOptions } from "posthog-node";
import { expect, onTestFinished, test, vi } from "vitest";
import { listen } from "../../src/cli/listen.ts";
import {
  BrokenConnection,
  createPostHog,
  type CaptureLine,
  type PostHogOptions,
} from "../../src/testing.ts";
import { experimentBody, flagBody, HALVES } from "./server.ts";

interface Network {
  readonly url: string;
  /** `METHOD /path -> status` of every request, the latest last. */
  readonly requests: readonly string[];
  readonly events: () => readonly unknown[];
  readonly api: (method: string, path: string, body?: object) => Promise<Response>;
  readonly connect: (options?: ClientOptions & { readonly token?: string }) => PostHog;
}

/** The server on a port of its own, and the published client beside it. */
async function network(options: Partial<PostHogOptions> = {}): Promise<Network> {
  const requests: string[] = [];
  const lines: CaptureLine[] = [];
  const posthog = createPostHog({
    now: Date.now,
    onCapture: (more) => void lines.push(...more),
    ...options,
  });
  const { url, close } = await listen(async (request) => {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    try {
      const response = await posthog.fetch(request);
      requests.push(`${what} -> ${response.status}`);
      return response;
    } catch (error) {
      if (!(error instanceof BrokenConnection)) throw error;
      requests.push(`${what} -> broken`);
      return undefined;
    }
  }, 0);
  onTestFinished(close);
  return {
    url,
    requests,
    events: () => lines.flatMap((line) => line["batch"] ?? [line]),
    api: async (method, path, body) =>
      fetch(`${url}/api/projects/1${path}`, {
        method,
        headers: { authorization: "Bearer phx_dev" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    connect: ({ token = "phc_dev", ...more } = {}) => {
      const client = new PostHog(token, { host: url, fetchRetryDelay: 10, ...more });
      onTestFinished(async () => client.shutdown());
      return client;
    },
  };
}

const PRO = { key: "plan", type: "person", operator: "exact", value: ["pro"] };

async function withFlags({ api }: Network): Promise<void> {
  await api("POST", "/feature_flags/", flagBody("half", { groups: [{ rollout_percentage: 50 }] }));
  const variants = { multivariate: { variants: HALVES }, payloads: { test: { colour: "red" } } };
  const groups = [{ properties: [PRO], variant: "test" }];
  await api("POST", "/feature_flags/", flagBody("pro", { groups, ...variants }));
  const cohort = { type: "AND", values: [{ ...PRO }] };
  await api("POST", "/cohorts/", { name: "Pro", filters: { properties: cohort } });
  const member = { key: "id", type: "cohort", operator: "in", value: 1 };
  await api("POST", "/feature_flags/", flagBody("member", { groups: [{ properties: [member] }] }));
  await api("POST", "/experiments/", experimentBody("copy"));
  await api("POST", "/experiments/1/launch/");
}

const LOCAL = { personalApiKey: "phx_dev" };

test("local evaluation and remote evaluation agree on everyone, cohorts included", async () => {
  const net = await network();
  await withFlags(net);
  const local = net.connect(LOCAL);
  const remote = net.connect();
  await local.waitForLocalEvaluationReady();
  for (let index = 0; index < 20; index += 1) {
    const person = { personProperties: { plan: index % 2 === 0 ? "pro" : "free" } };
    const id = `person-${index}`;
    // oxlint-disable-next-line no-await-in-loop -- people are asked about one after the other
    const here = await local.getAllFlags(id, { ...person, onlyEvaluateLocally: true });
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect([id, here]).toEqual([id, await remote.getAllFlags(id, person)]);
    expect(Object.keys(here).toSorted()).toEqual(["copy", "half", "member", "pro"]);
  }
  expect(net.requests.filter((request) => request.includes("/definitions"))).toHaveLength(1);
});

test("polling gets 304 until something changes, and then the new flags", async () => {
  const net = await network();
  await net.api("POST", "/feature_flags/", flagBody("first"));
  const client = net.connect({ ...LOCAL, featureFlagsPollingInterval: 100 });
  await client.waitForLocalEvaluationReady();
  const polls = (status: number): number =>
    net.requests.filter((request) => request === `GET /flags/definitions -> ${status}`).length;
  await vi.waitFor(() => expect(polls(304)).toBeGreaterThan(1), 5_000);
  expect(polls(200)).toBe(1);
  await net.api("POST", "/feature_flags/", flagBody("second"));
  await vi.waitFor(async () => {
    const flags = await client.getAllFlags("ada", { onlyEvaluateLocally: true });
    expect(flags).toEqual({ first: true, second: true });
  }, 5_000);
  expect(polls(200)).toBe(2);
});

test("a project's secret key loads its definitions, another project's flags stay out", async () => {
  const net = await network({
    projects: [
      { id: 1, name: "One", token: "phc_one", secretKey: "phs_one", organization: "O" },
      { id: 2, name: "Two", token: "phc_two", organization: "O" },
    ],
  });
  await net.api("POST", "/feature_flags/", flagBody("one"));
  const client = net.connect({ token: "phc_one", secretKey: "phs_one" });
  await client.waitForLocalEvaluationReady();
  expect(await client.getAllFlags("ada", { onlyEvaluateLocally: true })).toEqual({ one: true });
  expect(await net.connect({ token: "phc_two" }).getAllFlags("ada")).toEqual({});
});

test("a snapshot of flags is captured with an event, in a compressed batch", async () => {
  const net = await network();
  await withFlags(net);
  const client = net.connect({ flushAt: 100 });
  const flags = await client.evaluateFlags("ada", { personProperties: { plan: "pro" } });
  expect(flags.getFlag("pro")).toBe("test");
  expect(flags.getFlagPayload("pro")).toEqual({ colour: "red" });
  client.capture({ distinctId: "ada", event: "message_sent", flags });
  client.groupIdentify({ groupType: "company", groupKey: "c1", properties: { size: "big" } });
  await client.flush();
  expect(net.requests).toContain("POST /batch/ -> 200");
  expect(net.events()).toMatchObject([
    { event: "$feature_flag_called", properties: { $feature_flag: "pro", $feature_flag_id: 2 } },
    {
      event: "message_sent",
      properties: { "$feature/pro": "test", "$feature/member": true, $is_server: true },
    },
    { event: "$groupidentify" },
  ]);
  const types = await net.api("GET", "/groups_types/");
  expect(await types.json()).toMatchObject([{ group_type: "company" }]);
});

test("a remote config is read with the personal key", async () => {
  const net = await network();
  const payloads = { true: { limit: 3 } };
  const config = { ...flagBody("config", { payloads }), is_remote_configuration: true };
  await net.api("POST", "/feature_flags/", config);
  expect(await net.connect(LOCAL).getRemoteConfigPayload("config")).toEqual({ limit: 3 });
});

test("a client outlives faults: a batch is sent again, flags are asked for again", async () => {
  const net = await network({ faults: ["/batch 503 once", "/batch lost once", "/flags cut once"] });
  await net.api("POST", "/feature_flags/", flagBody("on"));
  const client = net.connect({ flushAt: 100, featureFlagsRequestMaxRetries: 1 });
  expect(await client.getAllFlags("ada")).toEqual({ on: true });
  client.capture({
    distinctId: "ada",
    event: "message_sent",
    uuid: "00000000-0000-4000-8000-000000000001",
  });
  await client.flush();
  expect(net.requests.filter((request) => request.includes("/batch"))).toEqual([
    "POST /batch/ -> 503",
    "POST /batch/ -> broken",
    "POST /batch/ -> 200",
  ]);
  // What got lost had arrived: the same event came twice, under one uuid.
  expect(net.events()).toMatchObject([{ event: "message_sent" }, { event: "message_sent" }]);
});

test("over its billing limit a project serves a client nothing", async () => {
  const project = { id: 1, name: "One", token: "phc_dev", organization: "O", isOverQuota: true };
  const net = await network({ projects: [project] });
  await net.api("POST", "/feature_flags/", flagBody("on"));
  const client = net.connect(LOCAL);
  expect(await client.getAllFlags("ada")).toEqual({});
  expect(net.requests).toContain("GET /flags/definitions -> 402");
});
