import type { Capacity } from "../../privacy/release/capacity.ts";
import type { Encoding } from "./encodings.ts";

/** What was proven, over what. It says how much was found of how much was tried, never "safe". */
export interface Certificate {
  readonly seed: string;
  /** SHA-256 of the config file, in hex. */
  readonly config: string;
  /** Each log as it is shown, with the SHA-256 of its bytes in hex. */
  readonly logs: readonly { readonly path: string; readonly sha256: string }[];
  readonly shapes: readonly {
    /** The declared name or `?`; null for what stands around the events of a batch. */
    readonly event: string | null;
    readonly times: number;
    readonly samples: number;
    readonly leaves: number;
  }[];
  /** Events of no shape that was looked at. */
  readonly uncovered: number;
  /** Pairs of logs that must seal to the same bytes, and how many did not. */
  readonly pairs: { readonly tried: number; readonly broken: number };
  /** Whole runs whose every sink was searched, and canaries that came out. */
  readonly search: {
    readonly runs: number;
    readonly leaks: number;
    readonly sinks: readonly string[];
    readonly encodings: readonly Encoding[];
    readonly faults: readonly string[];
  };
  /** Null where the config declares no consent. */
  readonly consent: { readonly cuts: number; readonly broken: number } | null;
  /** Situations that the counters were put into; null where nothing would be counted in any. */
  readonly promises: { readonly tried: number; readonly broken: number } | null;
  /** Time zones and languages of processes that replayed the same; none: it could start none. */
  readonly places: readonly string[];
  readonly capacity: Capacity;
}
