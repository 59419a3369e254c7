import { beforeEach, expect, test } from "vitest";
import { experimentBody, server, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server());
});

const mean = (event: string, more: object = {}): object => ({
  kind: "ExperimentMetric",
  metric_type: "mean",
  source: { kind: "EventsNode", event },
  ...more,
});

test("an event that was never captured must be allowed", async () => {
  const metrics = [mean("purchase"), mean("refund")];
  const refused = await api("POST", "/experiments/", experimentBody("copy", { metrics }));
  expect(refused.status).toBe(400);
  expect(refused.body.detail).toMatch(/^Event\(s\) 'purchase', 'refund' not found\. /);
  const sent = { metrics, allow_unknown_events: true };
  expect((await api("POST", "/experiments/", experimentBody("copy", sent))).status).toBe(201);
});

test("a captured event is known", async () => {
  const event = { api_key: "phc_dev", event: "purchase", distinct_id: "u" };
  await ask("POST", "/capture/", event);
  const sent = experimentBody("copy", { metrics: [mean("purchase")] });
  expect((await api("POST", "/experiments/", sent)).status).toBe(201);
});

test("get a uuid and a fingerprint; a uuid used twice is replaced", async () => {
  const uuid = "11111111-1111-4111-8111-111111111111";
  const metrics = [mean("a", { uuid }), mean("b", { uuid })];
  const metrics_secondary = [mean("c")];
  const sent = { metrics, metrics_secondary, allow_unknown_events: true };
  const { body } = await api("POST", "/experiments/", experimentBody("copy", sent));
  const uuids = [...body.metrics, ...body.metrics_secondary].map((metric) => metric.uuid);
  expect(uuids[0]).toBe(uuid);
  expect(new Set(uuids).size).toBe(3);
  expect(body.metrics[0].fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(body.primary_metrics_ordered_uuids).toEqual(uuids.slice(0, 2));
  expect(body.secondary_metrics_ordered_uuids).toEqual(uuids.slice(2));
});

test("are replaced whole, and their fingerprint follows the start", async () => {
  const sent = { metrics: [mean("a")], allow_unknown_events: true };
  const { body } = await api("POST", "/experiments/", experimentBody("copy", sent));
  const launched = (await api("POST", "/experiments/1/launch/")).body;
  expect(launched.metrics[0].uuid).toBe(body.metrics[0].uuid);
  expect(launched.metrics[0].fingerprint).not.toBe(body.metrics[0].fingerprint);
  const none = await api("PATCH", "/experiments/1/", { metrics: [] });
  expect(none.body).toMatchObject({ metrics: [], primary_metrics_ordered_uuids: [] });
});
