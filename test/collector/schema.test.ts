import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/collector/store.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { collecting, DAY_MS } from "./collecting.ts";
import { keptCells } from "./kept.ts";

/** The third schema: `length` is retired, `timeout` is new, and so is the dimension `surface`. */
const config = parseConfig(
  `version = 1
[log]
common = { surface = ["desktop", "cli"] }
[events.usage]
reason = "text"
[metrics]
schema = 3
dimensions = ["os", "surface"]
[metrics.signals.finish]
on = "usage"
label = "reason"
buckets = ["stop", "timeout"]
retired = ["length"]
other = "other"
`,
  { file: "assay.toml" },
);
const batch = (
  schema: number,
  more: object = { surface: "cli" },
  finish: object = { stop: 1 },
): object => ({
  counts: { finish },
  os: "linux",
  period: "2026-W47",
  schema,
  ...more,
});

const told = (schema: number, stop: number | null): object => ({
  period: "2026-W47",
  schema,
  signals: { finish: { stop } },
});

describe("a batch of an earlier schema", () => {
  test("is taken cell by cell: what is declared, and what is retired by now (R1, R13)", async () => {
    const { post } = collecting({ config });
    expect(await post(batch(2, {}, { stop: 1, length: 2, gone: 3 }))).toEqual([
      202,
      { accepted: 2, refused: { "out.unknown-bucket": 1 } },
    ]);
    const now = batch(3, { surface: "cli" }, { length: 2 });
    expect(await post(now)).toEqual([202, { accepted: 0, refused: { "out.unknown-bucket": 1 } }]);
  });

  test("keeps of its dimensions those that are still declared, and no other", async () => {
    const store = memoryStore();
    const { post } = collecting({ config, store });
    await post(batch(2, { surface: "studio", install: "f00d" }));
    await post(batch(1, { os: "darwin", surface: "desktop" }));
    const rows = (await keptCells(store)).map(({ schema, dimensions }) => [schema, dimensions]);
    expect(rows).toEqual([
      [2, '{"os":"linux"}'],
      [1, '{"os":"darwin","surface":"desktop"}'],
    ]);
  });

  test("is never added up with those of another (R13)", async () => {
    const { post, get, clock } = collecting({ config });
    for (let who = 0; who < 5; who += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await post(batch(3), `new-${who}`);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await post(batch(2, {}, { stop: 10 }), `old-${who}`);
    }
    await post(batch(1, {}, { stop: 100 }), "older");
    clock.now += 3 * DAY_MS;
    expect(await get()).toEqual({
      min_count: 5,
      periods: [told(1, null), told(2, 50), told(3, 5)],
    });
  });
});

test("a batch of a later schema waits for a server that knows it, and is counted there (R1)", async () => {
  const store = memoryStore();
  const { send, post } = collecting({ config, store });
  const request = new Request("https://metrics.example.com/", {
    method: "POST",
    headers: { "idempotency-key": "early" },
    body: JSON.stringify(batch(4)),
  });
  const response = await send(request);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "3600"]);
  expect(await keptCells(store)).toEqual([]);
  const shipped = { ...config, metrics: { ...config.metrics, schema: 4 } };
  const ahead = collecting({ config: shipped, store });
  expect(await ahead.post(batch(4), "early")).toEqual([202, { accepted: 1, refused: {} }]);
  expect((await post(batch(4), "early"))[0]).toBe(202);
});
