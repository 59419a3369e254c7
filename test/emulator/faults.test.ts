import { describe, expect, test } from "vitest";
import { BrokenConnection } from "../../src/testing.ts";
import { flagBody, NOW, server, type Server } from "./server.ts";

const statuses = async (
  ask: () => Promise<{ status: number }>,
  times: number,
): Promise<number[]> => {
  const seen: number[] = [];
  // oxlint-disable-next-line no-await-in-loop -- faults are drawn in the order of the requests
  while (seen.length < times) seen.push((await ask()).status);
  return seen;
};

const list = ({ api }: Server) => api("GET", "/feature_flags/");

/** What 300 requests meet when three in ten fail. */
const draw = async (seed: number): Promise<number[]> => {
  const drawn = server({ faults: ["503:0.3"], seed });
  return statuses(async () => list(drawn), 300);
};

const askBrowserly = async (rule: string): Promise<number> =>
  (await server({ faults: [rule] }).ask("OPTIONS", "/flags/")).status;

describe("a rule", () => {
  test("without a share hits every request that it is about", async () => {
    const posthog = server({ faults: ["PATCH /feature_flags 500"] });
    expect(await statuses(async () => list(posthog), 2)).toEqual([200, 200]);
    await posthog.api("POST", "/feature_flags/", flagBody("a"));
    const patch = async () => posthog.api("PATCH", "/feature_flags/1/", { name: "x" });
    expect(await statuses(patch, 2)).toEqual([500, 500]);
    expect((await posthog.api("GET", "/feature_flags/1/")).body.name).toBe("");
  });

  test("with a number stops after so many", async () => {
    const posthog = server({ faults: ["503 2x"] });
    expect(await statuses(async () => list(posthog), 4)).toEqual([503, 503, 200, 200]);
  });
  test("may name the segments of a path, any one by *", async () => {
    const { api } = server({ faults: ["/experiments/*/launch 500"] });
    expect((await api("POST", "/experiments/1/launch/")).status).toBe(500);
    expect((await api("POST", "/experiments/1/pause/")).status).toBe(404);
    expect((await api("GET", "/experiments/")).status).toBe(200);
  });

  test("with a share hits the same requests for the same seed", async () => {
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    const hits = first.filter((status) => status === 503).length;
    expect(hits).toBeGreaterThan(60);
    expect(hits).toBeLessThan(120);
  });

  test("leaves a browser's question alone unless it is meant by name", async () => {
    expect([await askBrowserly("500"), await askBrowserly("OPTIONS 500")]).toEqual([204, 500]);
  });

  test("that is cut has done nothing, one that is lost has done everything", async () => {
    for (const [outcome, count] of [
      ["cut", 0],
      ["lost", 1],
    ] as const) {
      const { api } = server({ faults: [`POST ${outcome} once`] });
      // oxlint-disable-next-line no-await-in-loop -- two servers, one after the other
      await expect(api("POST", "/feature_flags/", flagBody("a"))).rejects.toThrow(BrokenConnection);
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect((await api("GET", "/feature_flags/")).body.count).toBe(count);
    }
  });

  test.each([
    "",
    "often",
    "200",
    "503:2",
    "503:x",
    "/flags",
    "GET",
    "503 sometimes",
    "503 once later",
  ])("that reads %j is refused", (rule) => {
    expect(() => server({ faults: [rule] })).toThrow(`Cannot read the fault rule "${rule}"`);
  });
});

describe("the words of a fault", () => {
  const THROTTLED = {
    type: "throttled_error",
    code: "throttled",
    detail: "Request was throttled. Expected available in 7 seconds.",
    attr: null,
  };

  test("are PostHog's under /api/, with the wait of a 429", async () => {
    const seen = await list(server({ faults: ["429 retry-after 7"] }));
    expect([seen.status, seen.body]).toEqual([429, THROTTLED]);
    expect(seen.headers.get("retry-after")).toBe("7");
    expect((await list(server({ faults: ["502"] }))).body).toEqual({
      type: "server_error",
      code: "error",
      detail: "A server error occurred.",
      attr: null,
    });
  });

  test.each([
    ["402", "Billing limit reached. Please upgrade your plan."],
    ["429", "Rate limit exceeded. Please reduce your request frequency and try again later."],
  ])("are plain text where flags are evaluated (%s)", async (rule, text) => {
    const seen = await server({ faults: [rule] }).ask("POST", "/flags/?v=2", {});
    expect(seen).toMatchObject({ status: Number(rule), body: text });
  });
});

test("each personal key may make so many requests a minute", async () => {
  let now = NOW;
  const personalKeys = ["phx_a", "phx_b"].map((key) => ({ key, scopes: ["*"] }));
  const { api } = server({ requestsPerMinute: 2, now: () => now, personalKeys });
  const ask = async (key: string) => api("GET", "/feature_flags/", undefined, { key });
  expect(await statuses(async () => ask("phx_a"), 2)).toEqual([200, 200]);
  now += 12_000;
  const third = await ask("phx_a");
  expect([third.status, third.headers.get("retry-after")]).toEqual([429, "48"]);
  expect(third.body.detail).toBe("Request was throttled. Expected available in 48 seconds.");
  expect((await ask("phx_b")).status).toBe(200);
  now += 48_000;
  expect((await ask("phx_a")).status).toBe(200);
});
