import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/config/config.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { journalLine } from "../../../src/disk/journal-line.ts";
import { previewMetrics } from "../../../src/runtime/metrics/preview.ts";
import { DAY_MS, laptop, states } from "./laptop.ts";

interface Version {
  readonly schema: number;
  readonly policy?: number;
  readonly buckets: readonly string[];
  readonly retired?: readonly string[];
  readonly dimensions?: readonly string[];
}

/** What a version of the application declares: one label, in some buckets. */
function declaring(version: Version): Config {
  const { schema, policy = 1, buckets, retired = [], dimensions = ["os", "version"] } = version;
  return parseConfig(
    `version = 1
[log]
form = "stream"
name = "kind"
common = { surface = ["cli", "desktop"] }
[events.ended]
how = "text"
[metrics]
enabled = true
endpoint = "https://metrics.example.com/v1/metrics"
schema = ${schema}
policy = ${policy}
dimensions = ${JSON.stringify(dimensions)}
[metrics.signals.end]
on = "ended"
label = "how"
buckets = ${JSON.stringify(buckets)}
retired = ${JSON.stringify(retired)}
other = "other"
`,
    { file: "assay.toml" },
  );
}

const ended = (how: string): object => ({ kind: "ended", how });

const FIRST = declaring({ schema: 1, buckets: ["stop", "length"] });

describe("what an earlier version counted", () => {
  test.each([
    ["is declared still", { buckets: ["stop", "length", "error"] }, { stop: 1, length: 1 }],
    ["was retired", { buckets: ["stop"], retired: ["length"] }, { stop: 1, length: 1 }],
    ["is declared no longer, but for one bucket", { buckets: ["stop"] }, { stop: 1 }],
  ])("arrives where it %s, under its own schema", async (_, version, arrives) => {
    const second = declaring({ schema: 2, ...version });
    const { open, end, requests, counted } = await laptop({ config: second });
    const earlier = await open({ config: FIRST });
    earlier.observe(ended("stop"));
    earlier.observe(ended("length"));
    await earlier.keep();
    end(earlier);
    const { sent, quarantined, refused } = await (await open()).flush();
    expect([sent, quarantined]).toEqual([1, 0]);
    expect([...refused.values()]).toEqual(Object.keys(arrives).length === 2 ? [] : [1]);
    expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({
      schema: 1,
      counts: { end: arrives },
    });
    expect(Object.keys(await counted())).toEqual(
      Object.keys(arrives)
        .toSorted()
        .map((bucket) => `end ${bucket} 1.4.0 2026-W47`),
    );
  });

  test("arrives at a collector of a later version from an application that was not updated", async () => {
    const second = declaring({ schema: 2, buckets: ["length"] });
    const { open, counted } = await laptop({ config: second });
    const earlier = await open({ config: FIRST });
    for (const how of ["stop", "length"]) earlier.observe(ended(how));
    const came = await earlier.flush();
    expect([came.sent, [...came.refused]]).toEqual([1, [["out.unknown-bucket", 1]]]);
    expect(await counted()).toEqual({ "end length 1.4.0 2026-W47": 1 });
  });

  test("arrives without the dimensions that came later, and without those that went", async () => {
    const first = declaring({ schema: 1, buckets: ["stop"] });
    const second = declaring({ schema: 2, buckets: ["stop"], dimensions: ["version", "surface"] });
    const { open, end, requests, counted } = await laptop({ config: second });
    const earlier = await open({ config: first });
    earlier.observe(ended("stop"));
    await earlier.keep();
    end(earlier);
    expect(await (await open()).flush()).toMatchObject({ sent: 1, accepted: 1 });
    expect(Object.keys(JSON.parse(requests[0]?.body ?? ""))).toEqual([
      "counts",
      "period",
      "schema",
      "version",
    ]);
    expect(await counted()).toEqual({ "end stop 1.4.0 2026-W47": 1 });
  });

  test("is exactly what both versions name, whatever they are", async () => {
    const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(names, names, names, async (before, after, retired) => {
        const config = declaring({ schema: 2, buckets: after, retired });
        const { open, end, counted } = await laptop({ config });
        const earlier = await open({ config: declaring({ schema: 1, buckets: before }) });
        for (const bucket of before) earlier.observe(ended(bucket));
        await earlier.keep();
        end(earlier);
        await (await open()).flush();
        const named = before.filter((bucket) => [...after, ...retired].includes(bucket));
        expect(Object.keys(await counted()).map((key) => key.split(" ")[1])).toEqual(
          named.toSorted(),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("what a later version counted", () => {
  const LATER: readonly (readonly [string, Config])[] = [
    ["a raised schema", declaring({ schema: 2, buckets: ["stop", "error"] })],
    ["a raised policy", declaring({ schema: 1, policy: 2, buckets: ["stop", "error"] })],
  ];

  test.each(LATER)(
    "is left alone under %s by an earlier one, and sent by its own",
    async (_, config) => {
      const { open, end, files, network, requests, clock, counted } = await laptop({
        config,
      });
      // The person agreed to the later policy.
      await (await open({ config })).decide("granted");
      clock.now += DAY_MS;
      const later = await open({ config });
      later.observe(ended("error"));
      network.answer = () => new Response(null, { status: 503 });
      await later.flush();
      end(later);
      network.answer = undefined;
      const asked = requests.length;
      const earlier = await open({ config: FIRST });
      expect(await earlier.flush()).toMatchObject({ sent: 0, quarantined: 0, kept: 1 });
      expect(await previewMetrics(files, FIRST, clock.now)).toMatchObject({ batches: [], kept: 1 });
      // An application may ask for the same decision at each start: what was agreed to stays agreed to.
      await earlier.decide("granted");
      expect([await states(files), requests.length]).toEqual([["sealed"], asked]);
      expect(await (await open({ config })).flush()).toMatchObject({ sent: 1, kept: 0 });
      expect(await counted()).toEqual({ "end error 1.4.0 2026-W47": 1 });
    },
  );

  test("is left alone in a format that this version does not know", async () => {
    const { open, files } = await laptop();
    const name = `${"0".repeat(16)}-${"1".repeat(32)}.sealed`;
    await files.append(name, journalLine({ format: 2, something: "else" }), "new");
    expect(await (await open()).flush()).toMatchObject({ quarantined: 0, kept: 1 });
    expect(await states(files)).toEqual(["sealed"]);
  });

  test("waits for a collector that does not know it yet, and keeps no earlier batch from it", async () => {
    const config = declaring({ schema: 2, buckets: ["stop", "error"] });
    const { open, end, requests, files, counted } = await laptop({ config: FIRST });
    for (const own of [config, FIRST]) {
      // oxlint-disable-next-line no-await-in-loop -- one application after the other
      const counters = await open({ config: own });
      counters.observe(ended("stop"));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await counters.keep();
      end(counters);
    }
    const came = await (await open({ config })).flush();
    expect(came).toMatchObject({ sent: 1, quarantined: 0, isCutShort: true });
    expect(came.waitMs).toBeGreaterThan(0);
    expect(requests.map(({ body }) => JSON.parse(body).schema)).toEqual([1, 2]);
    expect(await counted()).toEqual({ "end stop 1.4.0 2026-W47": 1 });
    expect(await states(files)).toEqual(["sealed"]);
  });

  test("is gone after three months, when nobody would take it any more", async () => {
    const config = declaring({ schema: 2, buckets: ["stop"] });
    const { open, end, files, clock, decide } = await laptop();
    const later = await open({ config });
    later.observe(ended("stop"));
    await later.keep();
    end(later);
    const earlier = await open();
    clock.now = Date.now() + 91 * DAY_MS;
    await decide("granted");
    expect(await earlier.flush()).toMatchObject({ kept: 1 });
    clock.now = Date.now() + 93 * DAY_MS;
    expect(await earlier.flush()).toMatchObject({ kept: 0, quarantined: 0 });
    expect(await states(files)).toEqual([]);
  });
});

test("a batch that somebody wrote into sends only what is named", async () => {
  const { open, files, requests } = await laptop({ config: FIRST });
  const id = `${"0".repeat(16)}-${"1".repeat(32)}`;
  const grant = /"grant":"(\w+)"/.exec((await files.read("consent")) ?? "")?.[1] ?? "";
  const payload = {
    counts: { end: { stop: 1, "CNRY-secret": 1 }, "CNRY-secret": { total: 1 } },
    os: "linux",
    version: "1.4.0",
    period: "2026-W47",
    schema: 1,
    note: "CNRY-secret",
  };
  const line = journalLine({ format: 1, grant, policy: 1, version: "1.4.0", payload });
  await files.append(`${id}.sealed`, line, "new");
  const { sent, refused } = await (await open()).flush();
  expect([sent, refused]).toEqual([
    1,
    new Map([
      ["out.unknown-bucket", 1],
      ["out.unknown-signal", 1],
    ]),
  ]);
  expect(requests[0]?.body).toBe(
    '{"counts":{"end":{"stop":1}},"os":"linux","period":"2026-W47","schema":1,"version":"1.4.0"}',
  );
});
