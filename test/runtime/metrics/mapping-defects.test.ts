import { describe, expect, test } from "vitest";
import { metricsConfig } from "./config.ts";
import { laptop } from "./laptop.ts";

/** The seed's defects in what is counted at all (`seed-systems.md` 3.1); `defects.test.ts` has the others. */
describe("the mapping does not have the seed's defect", () => {
  test("R7, R8: text is read by the declared classes, as a replay reads it", async () => {
    const config = metricsConfig(`[events.failed]
err = "text"
[metrics.signals.error]
on = "failed"
classify = "err"
status = "labelled"
codes = { http_401 = ["401", "403"], http_408 = ["408"] }
words = [{ bucket = "reset", any = ["=reset"] }]
`);
    const { open, requests } = await laptop({ config });
    const counters = await open();
    const texts = [
      "authentication failed (HTTP 401)",
      "Preset not found",
      "status 408",
      "status 4080",
    ];
    for (const err of texts) counters.observe({ kind: "failed", err });
    await counters.flush();
    expect(requests[0]?.body).toContain('{"error":{"http_401":1,"http_408":1,"other":2}}');
  });

  test("R17, R18: a signal counts by a code, in the population that it declares", async () => {
    const config = metricsConfig(`[events.notice]
code = "text"
outcome = "text"
[metrics.signals.blocked]
on = "notice"
when = [{ code = "empty_final" }]
unless = { outcome = ["aborted"] }
`);
    const { open, counted } = await laptop({ config });
    const counters = await open();
    counters.observe({ kind: "notice", code: "empty_final" });
    counters.observe({ kind: "notice", text: "empty final answer blocked" });
    counters.observe({ kind: "notice", code: "empty_final", outcome: "aborted" });
    await counters.flush();
    expect(await counted()).toEqual({ "blocked total 1.4.0 2026-W47": 1 });
  });
});
