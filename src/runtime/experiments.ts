import type { Person } from "../evaluation/person.ts";
import type { Freshness } from "../evaluation/snapshot.ts";
import type { Closed } from "./gate.ts";
import type { Choice, Override } from "./overrides.ts";
import type { Resolved } from "./resolve.ts";

/** A flag's value on this machine, who says so, and since when. */
export interface Reading extends Resolved {
  /** How old PostHog's answer is; null where it is not PostHog's. */
  readonly ageMs: number | null;
}

/** Every declared flag at one moment. It never changes: read it where two reads must agree. */
export interface View {
  /** The same for two views exactly when their values and sources are the same. */
  readonly id: string;
  readonly readings: ReadonlyMap<string, Reading>;
}

/** What an application asks about its experiments. */
export interface Experiments {
  /**
   * Reads what was known last and asks PostHog behind. Resolves before the network answers; calls
   * that come together are one. Before it, everything is as it is by default.
   */
  readonly start: () => Promise<void>;
  /** A flag's value, at once. Using PostHog's value is an exposure. A key that is not declared is disabled. */
  readonly get: (key: string) => Reading;
  /** Whether its value is one of `enabled_variants`. The same exposure as `get`. */
  readonly isEnabled: (key: string) => boolean;
  /** All values by key, exposing nobody. */
  readonly getAll: () => Readonly<Record<string, Reading>>;
  readonly view: () => View;
  /** Asks PostHog and the override file now. Throws `unavailable`; what was known stays. */
  readonly reload: () => Promise<void>;
  /** Calls back with every change of a value, until the answer is called. */
  readonly subscribe: (listener: (view: View) => void) => () => void;
  /** Waits until a usable answer is known for every key, but no longer; false when there is none. */
  readonly answered: (within: { readonly ms: number }) => Promise<boolean>;
  /**
   * Chooses for the person at this machine, or takes a choice back. Throws `refused`, `usage`,
   * `conflict`, and `config` when it was not stored: then nothing has changed.
   */
  readonly choose: (choice: Choice) => Promise<Override | undefined>;
  /** Sends an event with every `$feature/KEY`, if it may leave. */
  readonly capture: (name: string, properties?: Readonly<Record<string, unknown>>) => void;
  readonly status: () => Status;
  /** Sends what waits and asks no more. */
  readonly stop: () => Promise<void>;
}

/** What an operator wants to see. */
export interface Status {
  readonly telemetry: "on" | Closed;
  /** Of the oldest answer; `expired` also when there is none. */
  readonly freshness: Freshness;
  /** Epoch milliseconds of PostHog's last answer to this process. */
  readonly answeredAt: number | null;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** What was last kept on disk: false when it could not be written. */
  readonly kept: boolean;
  /** Events that the egress filter refused, by `rule pointer`. */
  readonly refused: Readonly<Record<string, number>>;
  /** What went wrong on this machine while the application went on, each in one line. */
  readonly problems: readonly string[];
}

/** Who the flags are for. One service is for one person. */
export type Subject = Omit<Person, "now">;
