/** What the experiments of `seed-systems.md` 1 get wrong about asking PostHog and keeping its answers (3.2), each as it is right. */
import { describe, expect, test } from "vitest";
import { application, DAY, MINUTE, running, START } from "./application.ts";
import { fakeClock } from "./clock.ts";

describe("M1: a key that PostHog does not know costs nothing", () => {
  test("all keys are asked for at once", async () => {
    const app = await running();
    expect(app.asked.map(({ keys }) => keys)).toEqual([["banner", "blind", "copy"]]);
  });

  test("that it is not known is kept like any other answer", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    for (let read = 0; read < 100; read += 1) app.get("blind");
    await app.clock.pass(9 * MINUTE);
    app.get("blind");
    await app.clock.settle();
    expect(app.asked).toHaveLength(1);
    const later = await running({ disk: app.disk, clock: app.clock });
    expect(later.asked).toEqual([]);
  });

  test("nobody is exposed to it, and no event tells of it", async () => {
    const app = await running({ world: { answer: {} } });
    expect(app.get("copy")).toEqual({ value: false, source: "default", ageMs: null });
    app.capture("opened", { view: "list" });
    await app.clock.settle();
    expect(app.sent.map(({ name, properties }) => [name, Object.keys(properties)])).toEqual([
      ["opened", ["view", "version"]],
    ]);
  });

  test("what is never remote, or not for this platform, is never asked for", async () => {
    const app = await running({ platform: "darwin" });
    expect(app.asked[0]?.keys).toEqual(["banner", "blind", "copy", "mac-only"]);
  });
});

test("M8: starting twice is starting once, and a choice made meanwhile stands", async () => {
  const app = application({ world: { answer: { copy: "control" } } });
  const starts = [app.start(), app.choose({ key: "copy", value: "test", by: "ada" }), app.start()];
  await Promise.all(starts);
  await app.clock.settle();
  expect(app.asked).toHaveLength(1);
  expect(app.get("copy")).toMatchObject({ value: "test", source: "override" });
});

describe("M9: a clock that was set back", () => {
  test("an answer from the future is not used, and asked for again", async () => {
    const before = await running({ world: { answer: { copy: "test" } } });
    const app = application({ disk: before.disk, clock: fakeClock(START - DAY) });
    app.world.answer = new Error("offline");
    await app.start();
    await app.clock.settle();
    expect(app.get("copy").source).toBe("default");
    expect(app.asked).toHaveLength(1);
  });

  test("inside a process an answer ages all the same", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.clock.set(START - DAY);
    await app.clock.pass(11 * MINUTE);
    app.get("copy");
    await app.clock.settle();
    expect(app.asked).toHaveLength(2);
  });

  test("a choice that has ended stays ended", async () => {
    const app = await running();
    await app.choose({ key: "toggle", value: true, by: "ada", expiresAt: START + MINUTE });
    expect(app.isEnabled("toggle")).toBe(true);
    await app.clock.pass(2 * MINUTE);
    app.clock.set(START);
    expect(app.isEnabled("toggle")).toBe(false);
  });

  test("or forward: nothing is used past its age, and all is asked for again", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.clock.set(START + 30 * DAY);
    expect(app.get("copy")).toMatchObject({ source: "default" });
    await app.clock.settle();
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog", ageMs: 0 });
    app.clock.set(START);
    await app.reload();
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
    await app.stop();
    const again = await running({ disk: app.disk, clock: app.clock });
    expect(again.get("copy")).toMatchObject({ source: "cache", ageMs: 0 });
  });

  test("a choice from the future does not count", async () => {
    const app = await running();
    await app.choose({ key: "toggle", value: true, by: "ada" });
    app.clock.set(START - 1);
    expect(app.isEnabled("toggle")).toBe(false);
  });
});

test("M11: past the hard age nothing is used, and both ages are visible", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  app.world.answer = new Error("offline");
  expect([app.get("copy").ageMs, app.status().freshness]).toEqual([0, "fresh"]);
  await app.clock.pass(10 * MINUTE);
  expect([app.get("copy").ageMs, app.status().freshness]).toEqual([10 * MINUTE, "stale"]);
  await app.clock.pass(7 * DAY - 10 * MINUTE - 1);
  expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await app.clock.pass(1);
  expect(app.get("copy")).toEqual({ value: false, source: "default", ageMs: null });
  expect(app.status()).toMatchObject({ freshness: "expired", answeredAt: START });
});

test("M12: an answer that comes in one process keeps the choice of another", async () => {
  const first = await running({ world: { answer: { copy: "control" } } });
  const second = await running({ disk: first.disk, clock: first.clock });
  await second.choose({ key: "copy", value: "test", by: "ada" });
  await first.reload();
  await first.clock.settle();
  const third = await running({ disk: first.disk, clock: first.clock });
  expect(third.get("copy")).toMatchObject({ value: "test", source: "override" });
});

test("M13: a choice that is not stored is told, and does not count", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  await app.clock.settle();
  app.disk.full = true;
  await expect(app.choose({ key: "copy", value: false, by: "ada" })).rejects.toThrow("full");
  expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  await app.reload();
  await app.clock.settle();
  expect(app.status().kept).toBe(false);
  app.disk.full = false;
  await app.reload();
  await app.clock.settle();
  expect(app.status().kept).toBe(true);
});

describe("M14: a change is told", () => {
  test("without polling, as soon as PostHog answers after any number of failures", async () => {
    const app = application({ world: { answer: new Error("offline") } });
    const seen: unknown[] = [];
    app.subscribe(({ readings }) => seen.push(readings.get("copy")?.value));
    await app.start();
    await app.clock.pass(120 * MINUTE);
    expect(seen).toEqual([]);
    expect(app.status().failures).toBeGreaterThan(20);
    app.world.answer = { copy: "test" };
    await app.clock.pass(10 * MINUTE);
    expect(seen).toEqual(["test"]);
    expect(app.status().failures).toBe(0);
  });

  test("to the others and to whoever asks, when one who listens throws", async () => {
    const app = application({ world: { answer: { copy: "test" } } });
    const seen: unknown[] = [];
    app.subscribe(() => {
      throw new Error("a listener's own fault");
    });
    app.subscribe(({ readings }) => seen.push(readings.get("copy")?.value));
    await app.start();
    await app.reload();
    expect(seen).toEqual(["test"]);
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
    expect(app.status().failures).toBe(0);
  });

  test("a failure drops nothing that was known", async () => {
    const app = await running({ world: { answer: { copy: "test" } } });
    app.world.answer = new Error("offline");
    await expect(app.reload()).rejects.toThrow("offline");
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
  });

  test("who wants to wait waits so long and no longer", async () => {
    const app = application({ world: { answer: new Error("offline") } });
    const waited = app.answered({ ms: 5000 });
    await app.clock.pass(5000);
    expect(await waited).toBe(false);
    app.world.answer = { copy: "test" };
    const more = app.answered({ ms: DAY });
    await app.clock.pass(10 * MINUTE);
    expect(await more).toBe(true);
  });
});
