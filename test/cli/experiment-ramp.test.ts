import { expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[experiments.checkout-copy]
name = "Checkout copy"
ramp = [{ on = 2026-12-01, rollout = 10 }, { on = 2026-12-08, rollout = 50 }]
`;
const LINE = "experiment ramp checkout-copy --yes";
const at = (day: string): Record<string, string> => ({ ASSAY_NOW: `${day}T06:00:00Z` });

test("a cron job takes more people in when their day comes, and changes nothing else", async () => {
  const { assay } = desk(TOML);
  await assay("apply --yes");
  await assay("experiment launch checkout-copy --skip all --yes");
  for (const [day, rollout] of [
    ["2026-11-30", 10],
    ["2026-12-01", 10],
    ["2026-12-08", 50],
    ["2026-12-09", 50],
  ] as const) {
    const { exitCode, data } = envelope(await assay(`${LINE} --json`, at(day)));
    expect({ exitCode, data }).toMatchObject({ exitCode: 0, data: { experiment: { rollout } } });
    expect((await assay("plan --check")).code).toBe(0);
    expect((await assay("drift")).code).toBe(0);
  }
});

test("what holds it is refused, and once nothing is due the job may go on for ever", async () => {
  const { assay } = desk(TOML);
  await assay("apply --yes");
  await assay("experiment launch checkout-copy --skip all --yes");
  await assay("experiment pause checkout-copy --yes");
  const held = await assay(LINE, at("2026-12-08"));
  expect(held.code).toBe(3);
  expect(held.err).toContain("it is paused");
  await assay("experiment resume checkout-copy --yes");
  expect((await assay(LINE, at("2026-12-08"))).code).toBe(0);
  await assay("experiment conclude checkout-copy --as won --yes");
  expect((await assay(LINE, at("2027-01-01"))).code).toBe(0);
});

test("a dry run shows the call and raises nothing", async () => {
  const { assay } = desk(TOML);
  await assay("apply --yes");
  await assay("experiment launch checkout-copy --skip all --yes");
  const { out } = await assay("experiment ramp checkout-copy --dry-run", at("2026-12-08"));
  expect(out).toContain("PATCH /api/projects/1/feature_flags/1/");
  expect((await assay("experiment show checkout-copy")).out).toContain("rollout: 10 %");
});
