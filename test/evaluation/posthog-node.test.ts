import * as fc from "fast-check";
import { PostHog } from "posthog-node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";
import { definitions, people } from "./definitions.ts";

const NOW = "2024-03-31T12:00:00.000Z";

/** What of posthog-node decides flags. It is not exported, and says more than the client. */
interface Poller {
  loadFeatureFlags(force: boolean): Promise<void>;
  getAllFlagsAndPayloads(
    context: object,
    keys: string[],
  ): Promise<Record<"response" | "payloads" | "unresolved", Record<string, unknown>>>;
}

let served: Definitions = { flags: [] };
let client: PostHog;
let poller: Poller;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(NOW) });
  client = new PostHog("phc_test", {
    personalApiKey: "phx_test",
    host: "http://127.0.0.1:9",
    featureFlagsPollingInterval: 1e9,
    fetch: async () => new Response(JSON.stringify(served), { status: 200 }),
  });
  poller = Reflect.get(client, "featureFlagsPoller");
});

afterAll(async () => {
  await client.shutdown();
  vi.useRealTimers();
});

test("agrees with posthog-node on any definition and person", { timeout: 120_000 }, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(definitions, people, async (given, person) => {
      served = given;
      await poller.loadFeatureFlags(true);
      const flags = compileFlags(given);
      for (const { key } of given.flags) {
        const { value, payload, cause = null } = flags.evaluate(key, { ...person, now: NOW });
        expect({ key, value, payload, cause }).toEqual(await theirs(key, person));
        compared += 1;
      }
    }),
    { numRuns: 6000, seed: 570 },
  );
  expect(compared).toBeGreaterThanOrEqual(20_000);
});

async function theirs(key: string, person: Person): Promise<object> {
  const { response, payloads, unresolved } = await poller.getAllFlagsAndPayloads(
    {
      distinctId: person.distinctId,
      groups: person.groups ?? {},
      personProperties: { distinct_id: person.distinctId, ...person.personProperties },
      groupProperties: Object.fromEntries(
        Object.entries(person.groups ?? {}).map(([type, name]) => [
          type,
          { $group_key: name, ...person.groupProperties?.[type] },
        ]),
      ),
      evaluationCache: {},
    },
    [key],
  );
  return {
    key,
    value: response[key] ?? null,
    payload: payloads[key] ?? null,
    cause: unresolved[key] ?? null,
  };
}
