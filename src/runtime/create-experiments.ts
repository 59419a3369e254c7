import type { Definitions } from "../evaluation/flag.ts";
import { assign, isDue, isUsable, oldestFreshness, type RemoteAnswer } from "./assignments.ts";
import { type Clock, DAY_MS, isoDay } from "./clock.ts";
import { egressFilter } from "./egress.ts";
import type { Experiments, Subject } from "./experiments.ts";
import type { Gate } from "./gate.ts";
import { createListeners, LOOK_MS } from "./listeners.ts";
import { openMemory } from "./memory.ts";
import { openOverrides } from "./override-book.ts";
import { createProblems, type Problems } from "./problems.ts";
import { createReader } from "./reader.ts";
import { createRefresher } from "./refresher.ts";
import type { RemoteFlags } from "./remote-flags.ts";
import { flagProperties, reportChoices, reportExposure } from "./reports.ts";
import { declaredOf, isExpired, remoteKeys, type RuntimeConfig } from "./settings.ts";
import type { Store } from "./store.ts";
import { createTelemetry, type OpenSink } from "./telemetry.ts";
import { isOn } from "./value.ts";

/** All that the service needs of the world. */
export interface Ports {
  readonly clock: Clock;
  readonly remote: RemoteFlags;
  readonly memory: Store;
  readonly overrides: Store;
  readonly openSink: OpenSink;
  /** Where problems are told; only `status` shows them unless given. */
  readonly problems?: Problems;
}

export interface ExperimentsOptions {
  readonly config: RuntimeConfig;
  readonly person: Subject;
  readonly platform: string;
  /** Asked before anything is sent, every time. */
  readonly gate: () => Gate;
  /** What every event carries, such as the application's version. */
  readonly base?: Readonly<Record<string, unknown>> | undefined;
  /** What decides while telemetry is off; the config as it would be live, unless told. */
  readonly definitions?: Definitions | undefined;
  /** The variable that says that this is CI, where a choice must be asked for. */
  readonly ci?: string | undefined;
  /** How long one exposure counts; a day unless told. */
  readonly exposureMs?: number | undefined;
}

const POLL_MS = 100;
/** Somebody waits: the process does not end meanwhile. */
const AWAITED = { ref: true };
/** How long an application that ends waits for a file that others hold. */
const STOP_MS = 3000;

const NO_ANSWER: RemoteAnswer = { values: new Map(), undecided: new Set() };

/** The experiments of one person on this machine. Nothing happens before `start`. */
export function createExperiments(options: ExperimentsOptions, ports: Ports): Experiments {
  const { config, person, platform, gate, base = {}, exposureMs = DAY_MS } = options;
  const { clock, problems = createProblems() } = ports;
  const declared = declaredOf(config);
  const keys = remoteKeys(declared, platform);
  const ended = new AbortController();
  const { signal } = ended;
  const memory = openMemory(ports.memory, {
    person,
    declared,
    clock,
    problems,
    cache: config.cache,
    periodMs: exposureMs,
  });
  const book = openOverrides(ports.overrides, {
    declared,
    now: clock.now,
    ci: options.ci,
    tell: problems.tell,
  });
  const { assignments } = memory;
  const overrides = book.held;
  const reader = createReader({
    ...options,
    declared,
    clock,
    assignments,
    overrides,
    definitions: options.definitions,
  });
  const filter = egressFilter({ ...config, today: () => isoDay(clock.now()) });
  const telemetry = createTelemetry({
    gate,
    filter,
    openSink: ports.openSink,
    distinctId: person.distinctId,
    base: () => ({ ...base, ...flagProperties(declared, reader) }),
  });
  let answeredAt: number | null = null;
  let started: Promise<void> | undefined;
  let isStarted = false;
  let lookedAt = 0;
  let reporting: Promise<unknown> = Promise.resolve();

  const refresher = createRefresher({
    clock,
    signal,
    isDue: () => isStarted && gate().open && isDue(keys, assignments(), config.cache, clock),
    ask: async () => {
      const now = clock.now();
      const asked = keys.filter((key) => !isExpired(declared.get(key), now));
      const question = { person, keys: asked, now, signal };
      const answer = asked.length === 0 ? NO_ANSWER : await ports.remote.ask(question);
      memory.learn(assign(assignments(), answer, { keys, declared, clock }));
      answeredAt = clock.now();
      listeners.publish();
      return answer.undecided.size === 0;
    },
  });

  /** Takes over what others on this machine chose. */
  async function look(): Promise<void> {
    lookedAt = clock.elapsed();
    await book.read();
    behind(reportUnreported());
    refresher.behind();
  }

  async function reportUnreported(): Promise<void> {
    // A choice that cannot be marked as reported is not reported: rather never than twice.
    const taken = await book.takeUnreported().catch(() => []);
    reportChoices(taken, { overrides: overrides(), declared, reader, telemetry, clock });
  }

  /** What is reported behind is waited for at the end. */
  function behind(report: Promise<void> | undefined): void {
    if (report !== undefined) reporting = Promise.all([reporting, report]);
  }

  const listeners = createListeners({ view: reader.view, look, clock, signal });

  async function start(): Promise<void> {
    started ??= (async () => {
      await memory.load();
      isStarted = true;
      await look();
      listeners.publish();
    })();
    return started;
  }

  /** Whoever reads has what is behind brought up to date, for the next who reads. */
  function touch(): void {
    refresher.behind();
    if (!isStarted || clock.elapsed() - lookedAt < LOOK_MS) return;
    look().then(listeners.publish, () => {});
  }

  const isAnswered = (): boolean =>
    keys.every((key) => {
      const held = assignments().get(key);
      return held !== undefined && isUsable(held, config.cache, clock);
    });

  const get: Experiments["get"] = (key) => {
    touch();
    const reading = reader.read(key);
    if (isStarted) behind(reportExposure(key, reading, { memory, telemetry, clock }));
    return reading;
  };
  const view: Experiments["view"] = () => {
    touch();
    return reader.view();
  };

  return {
    start,
    get,
    isEnabled: (key) => {
      const declaration = declared.get(key);
      return declaration !== undefined && isOn(declaration, get(key).value);
    },
    view,
    getAll: () => Object.fromEntries(view().readings),
    reload: async () => {
      await start();
      await book.read();
      if (gate().open && keys.length > 0) await refresher.now();
      listeners.publish();
    },
    subscribe: listeners.add,
    answered: async ({ ms }) => {
      await start();
      const until = clock.elapsed() + ms;
      for (
        let left = ms;
        gate().open && !isAnswered() && left > 0 && !signal.aborted;
        left = until - clock.elapsed()
      ) {
        refresher.behind();
        await clock.sleep(Math.min(POLL_MS, left), signal, AWAITED).catch(() => {});
      }
      return gate().open && isAnswered();
    },
    choose: async (choice) => {
      await start();
      const { override, changed } = await book.choose({ ...choice, reported: true });
      if (changed)
        reportChoices([choice.key], { overrides: overrides(), declared, reader, telemetry, clock });
      listeners.publish();
      return override;
    },
    capture: telemetry.capture,
    status: () => {
      const state = gate();
      return {
        telemetry: state.open ? "on" : state.because,
        freshness: oldestFreshness(keys, assignments(), config.cache, clock),
        answeredAt,
        failures: refresher.failures(),
        kept: memory.isKept(),
        refused: filter.refused(),
        problems: problems.told(),
      };
    },
    stop: async () => {
      ended.abort();
      const patience = new AbortController();
      const kept = Promise.all([memory.settled(), reporting]);
      await Promise.race([kept, clock.sleep(STOP_MS, patience.signal, AWAITED).catch(() => {})]);
      patience.abort();
      await telemetry.close();
    },
  };
}
