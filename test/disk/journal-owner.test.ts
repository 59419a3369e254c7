import { spawnSync } from "node:child_process";
import process from "node:process";
import { expect, test } from "vitest";
import { processOwners } from "../../src/disk/journal-owner.ts";

const DAY_MS = 86_400_000;
const now = (): number => Date.now();
const { me, isGone } = processOwners(now);
const [machine = ""] = me.split("-");

test("an owner is neither gone for itself nor for another of its process", () => {
  const other = processOwners(now);
  expect(other.me).not.toBe(me);
  expect([isGone(me, Date.now()), isGone(other.me, Date.now())]).toEqual([false, false]);
  expect(other.isGone(me, Date.now())).toBe(false);
});

test("one of our id that wrote last before this process began was another process", () => {
  const before = Date.now() - process.uptime() * 1000 - 1_000;
  expect(isGone(`${machine}-${process.pid}-0badcafe`, before)).toBe(true);
});

test("a process of this machine is gone when it has ended", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isGone(`${machine}-${pid}-0badcafe`, Date.now())).toBe(true);
  expect(isGone(`${machine}-${process.ppid}-0badcafe`, Date.now())).toBe(false);
});

test("one of another machine is gone a day after its last write, whichever clock is wrong", () => {
  const ages = [-2 * DAY_MS, -DAY_MS / 2, DAY_MS / 2, 2 * DAY_MS];
  expect(ages.map((age) => isGone("elsewhere-1-0badcafe", Date.now() - age))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
