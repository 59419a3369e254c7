/** What the processes of one machine know and tell together (M12), in every order of their doings. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "../../src/experiment/fingerprint.ts";
import type { LeavingEvent } from "../../src/runtime/egress.ts";
import { parseRemembered } from "../../src/runtime/remembered.ts";
import { type Application, application, type Disk, MINUTE, running, START } from "./application.ts";
import { fakeClock } from "./clock.ts";

const OFFLINE = new Error("offline");
const who = (process: number): string => (process % 2 === 0 ? "ada" : "grace");

/** One thing that one of four processes does; the even ones are one person's, the odd ones another's. */
const doing = fc.record({
  process: fc.nat({ max: 3 }),
  does: fc.constantFrom("read", "ask", "restart", "pass"),
  value: fc.constantFrom("control", "test"),
});

test("each value is told once for each person who used it, and the newest answer stays", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { maxLength: 40 }), async (doings) => {
      const clock = fakeClock(START);
      const disk: Disk = { memory: undefined, overrides: undefined };
      const lives: Application[] = [];
      const open = async (process: number): Promise<Application> => {
        const world = { answer: OFFLINE };
        const app = application({ clock, disk, world, person: { distinctId: who(process) } });
        lives.push(app);
        await app.start();
        await clock.settle();
        return app;
      };
      const processes = new Map<number, Application>();
      const used = new Set<string>();
      const newest = new Map<string, string>();
      for (const { process, does, value } of doings) {
        const app = processes.get(process) ?? (await open(process));
        processes.set(process, app);
        if (does === "read") {
          const reading = app.get("copy");
          if (reading.source !== "default") used.add(`${who(process)} ${String(reading.value)}`);
        } else if (does === "ask") {
          app.world.answer = { copy: value };
          await clock.pass(1);
          await app.reload();
          app.world.answer = OFFLINE;
          newest.set(fingerprint({ distinctId: who(process) }), value);
        } else if (does === "restart") {
          await app.stop();
          processes.delete(process);
        } else await clock.pass(11 * MINUTE);
        await clock.settle();
      }
      for (const app of processes.values()) await app.stop();
      const told = lives.flatMap(({ sent }) => sent.map(exposure));
      expect(told.toSorted()).toEqual([...used].toSorted());
      const kept = parseRemembered(disk.memory)?.assignments ?? new Map();
      for (const [person, value] of newest)
        expect(kept.get(person)?.get("copy")).toMatchObject({ value });
    }),
    { numRuns: 150 },
  );
}, 60_000);

const exposure = ({ distinctId, properties }: LeavingEvent): string =>
  `${distinctId} ${String(properties["$feature_flag_response"])}`;

test("what an application knows of keys that another version declares stays", async () => {
  const before = await running({ world: { answer: { copy: "test", banner: true } } });
  await before.stop();
  const { clock, disk } = before;
  await clock.pass(MINUTE);
  const toml = `version = 1\n[experiments.copy]\n`;
  const other = await running({ toml, clock, disk, world: { answer: { copy: "control" } } });
  await other.reload();
  await other.stop();
  const again = await running({ clock, disk, world: { answer: OFFLINE } });
  expect(again.getAll()).toMatchObject({ copy: { value: "control" }, banner: { value: true } });
});

test("what nobody has used for longer than it is usable is forgotten, whoever it was about", async () => {
  const before = await running({ world: { answer: { copy: "test" } } });
  before.get("copy");
  await before.clock.settle();
  const { clock, disk } = before;
  await before.stop();
  await clock.pass(8 * 24 * 60 * MINUTE);
  const other = await running({ clock, disk, person: { distinctId: "grace" } });
  await other.reload();
  await other.stop();
  expect([...(parseRemembered(disk.memory)?.assignments.keys() ?? [])]).toEqual([
    fingerprint({ distinctId: "grace" }),
  ]);
  expect(parseRemembered(disk.memory)?.exposures.size).toBe(0);
});

test("where nothing can be written an application knows and tells all the same, and says so once", async () => {
  const disk: Disk = { memory: undefined, overrides: undefined, full: true };
  const app = await running({ disk, world: { answer: { copy: "test" } } });
  for (let read = 0; read < 3; read += 1) {
    expect(app.get("copy")).toMatchObject({ value: "test", source: "posthog" });
    await app.reload();
    await app.clock.settle();
  }
  expect(app.sent.map(exposure)).toEqual(["ada test"]);
  expect(app.status()).toMatchObject({ kept: false, problems: [expect.stringMatching("keep")] });
  disk.full = false;
  await app.reload();
  await app.stop();
  expect(app.status().kept).toBe(true);
  const next = await running({ disk, clock: app.clock, world: { answer: OFFLINE } });
  next.get("copy");
  await next.clock.settle();
  expect(next.sent).toEqual([]);
});
