import { parseConfig } from "../../src/mod.ts";
import type { Definitions } from "../../src/mod.ts";
import {
  createExperiments,
  type Experiments,
  type Gate,
  type Store,
  type Subject,
} from "../../src/runtime.ts";
import type { LeavingEvent } from "../../src/runtime/egress.ts";
import { type FakeClock, fakeClock } from "./clock.ts";

export const OFF: Gate = { open: false, because: "opted-out" };
export const START: number = Date.parse("2026-11-21T12:00:00Z");
export const MINUTE = 60_000;
export const DAY: number = 1440 * MINUTE;

export const TOML = `version = 1
[experiments.copy]
user_overridable = true
[experiments.blind]
[experiments.toggle]
remote = false
[experiments.mac-only]
user_overridable = true
platforms = ["darwin"]
[flags.banner]
[log.common]
version = "semver"
[events.opened]
view = ["list", "grid"]
[events."$feature_flag_called"]
"$feature_flag" = ["copy", "blind", "banner"]
"$feature_flag_response" = { any = ["boolean", "control", "test"] }
[events.experiment_overridden]
experimentId = ["copy", "toggle", "mac-only"]
userChoice = { any = ["boolean", "control", "test"] }
assignedVariant = { type = { any = ["boolean", "control", "test"] }, null = true }
`;

/** A file in memory that several applications may share. */
export interface Disk {
  memory: unknown;
  overrides: unknown;
  /** Writing fails while this is set. */
  full?: boolean;
}

/** PostHog as one application sees it. */
export interface Asked {
  readonly keys: readonly string[];
  readonly at: number;
}

export interface Application extends Experiments {
  readonly clock: FakeClock;
  readonly disk: Disk;
  readonly asked: Asked[];
  /** What left, after the last filter. */
  readonly sent: LeavingEvent[];
  readonly world: World;
}

/** What the outside does; a test changes it on the way. */
export interface World {
  /** What PostHog answers: values by key, or a failure. */
  answer: Readonly<Record<string, unknown>> | Error;
  undecided: readonly string[];
  gate: Gate;
}

export interface Given {
  readonly toml?: string;
  readonly person?: Subject;
  readonly platform?: string;
  readonly clock?: FakeClock;
  readonly disk?: Disk;
  readonly definitions?: Definitions;
  readonly world?: Partial<World>;
}

/** What a file does to a value. */
const copy = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** One of the files, as processes share it. */
function kept(disk: Disk, file: "memory" | "overrides"): Store {
  return {
    load: async () => copy(disk[file]),
    update: async (change) => {
      const held = copy(disk[file]);
      const next = change(held);
      if (next === held) return;
      if (disk.full === true) throw new Error("the disk is full");
      disk[file] = copy(next);
    },
  };
}

/** An application with its experiments, on a machine made of memory. */
export function application(given: Given = {}): Application {
  const clock = given.clock ?? fakeClock(START);
  const disk = given.disk ?? { memory: undefined, overrides: undefined };
  const world: World = { answer: {}, undecided: [], gate: { open: true }, ...given.world };
  const asked: Asked[] = [];
  const sent: LeavingEvent[] = [];
  const experiments = createExperiments(
    {
      config: parseConfig(given.toml ?? TOML, { file: "assay.toml" }),
      person: given.person ?? { distinctId: "ada" },
      platform: given.platform ?? "linux",
      gate: () => world.gate,
      base: { version: "1.2.3" },
      definitions: given.definitions,
    },
    {
      clock,
      remote: {
        ask: async ({ keys }) => {
          asked.push({ keys, at: clock.now() });
          if (world.answer instanceof Error) throw world.answer;
          return {
            values: new Map(Object.entries(world.answer)),
            undecided: new Set(world.undecided),
          };
        },
      },
      memory: kept(disk, "memory"),
      overrides: kept(disk, "overrides"),
      openSink: async ({ approve, isOpen }) => ({
        capture: (event) => {
          if (isOpen() && approve(event)) sent.push(event);
        },
        flush: async () => {},
        close: async () => {},
      }),
    },
  );
  return { ...experiments, clock, disk, asked, sent, world };
}

/** The same, started and answered. */
export async function running(given: Given = {}): Promise<Application> {
  const app = application(given);
  await app.start();
  await app.clock.settle();
  return app;
}
