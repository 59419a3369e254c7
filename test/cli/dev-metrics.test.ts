import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TOML } from "../collector/serving.ts";
import { folder } from "../disk/folder.ts";
import { started } from "./started.ts";

test("dev takes the declared counters beside PostHog's own requests, and says where", async () => {
  const cwd = await folder();
  writeFileSync(join(cwd, "assay.toml"), TOML);
  const { first, said, stop } = await started(cwd, "dev", "--json");
  const { url, metrics }: { url: string; metrics: string } = JSON.parse(first);
  expect(metrics).toBe(`${url}/v1/metrics`);
  expect(said()).toContain(`metrics: ${metrics}`);
  const body =
    '{"counts":{"turns":{"total":3}},"os":"linux","period":"2026-W47","schema":1,"version":"1.4.0"}';
  const response = await fetch(metrics, {
    method: "POST",
    headers: { "idempotency-key": "a" },
    body,
  });
  expect([response.status, await response.text()]).toEqual([202, '{"accepted":1,"refused":{}}']);
  const flags = await fetch(`${url}/api/projects/1/feature_flags/`, {
    headers: { authorization: "Bearer phx_dev" },
  });
  expect(flags.status).toBe(200);
  expect((await stop()).code).toBe(0);
});

test("dev has no collector where nothing is to be counted", async () => {
  const cwd = await folder();
  writeFileSync(join(cwd, "assay.toml"), "version = 1\n");
  const { first } = await started(cwd, "dev", "--json");
  const { url, ...more }: { url: string } = JSON.parse(first);
  expect(more).toEqual({});
  expect((await fetch(`${url}/v1/metrics`)).status).toBe(404);
});
