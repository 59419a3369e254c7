import type { Catalogue } from "../event/catalogue.ts";
import type { Counts } from "../metrics/tally.ts";
import type { People } from "../privacy/release/contributors.ts";
import type { Release } from "../privacy/release/release.ts";
import type { Finding } from "../privacy/finding.ts";
import type { Marks } from "../privacy/self-leak.ts";
import type { Crowd } from "./crowd.ts";
import type { PropertySketch } from "./property-sketch.ts";

/** What came of one log. */
export interface LogReplay {
  /** As shown: the log's own path may not be fit for it. */
  readonly path: string;
  readonly format: Catalogue["form"];
  readonly reader: ReadonlyMap<string, number>;
  /** By name; names that the config does not declare are together under `?`. */
  readonly events: ReadonlyMap<string, number>;
  readonly features: Counts;
  readonly counters: Counts;
  /** Who added to each counter, as far as a release must know. */
  readonly people: People;
  /** How the properties of captured events are spread over people. */
  readonly properties: ReadonlyMap<string, PropertySketch>;
  /** Some of the people, as far as uploads and traits tell them apart. */
  readonly crowd: Crowd;
  /** What no report may repeat. */
  readonly marks: Marks;
  readonly findings: readonly Finding[];
  /** How many places of each fingerprint are among them, where all would be too many. */
  readonly places?: number;
  /** Whether the reading was stopped before the end. */
  readonly isIncomplete: boolean;
}

/** What was counted, and who added to it. */
export type Counted = Pick<LogReplay, "counters" | "people" | "crowd">;

/** What came of a log from one place in it to another. */
export interface PartReplay extends LogReplay {
  /** Counts too if there was consent before this part. */
  readonly undecided: Counted;
  /** Whether there is consent at its end; undefined where it is as it was before this part. */
  readonly consent: boolean | undefined;
}

/** What would leave: of each log what its installation sends, of all together what is released. */
export interface ReplayRelease {
  readonly minCount: number;
  readonly payloads: readonly { readonly path: string; readonly payload: string }[];
  readonly signals: Release["signals"];
}

/** What came of all logs together. */
export interface Replay {
  readonly verdict: "pass" | "fail";
  readonly logs: readonly Pick<LogReplay, "path" | "format" | "reader">[];
  /** Whether the run was interrupted: what stands here is what was seen until then. */
  readonly isIncomplete?: true;
  /** How many places of each fingerprint of a log are listed, where all have no room. */
  readonly places?: number;
  readonly events: LogReplay["events"];
  readonly features: Counts;
  readonly counters: Counts;
  /** By severity, rule, path, line, event and pointer. */
  readonly findings: readonly Finding[];
  /** Findings that the baseline knows: they are in no verdict. Undefined without a baseline. */
  readonly known?: readonly Finding[];
  /** Whether a text repeats a secret or a person that was found: a fault of the tool. */
  readonly repeats?: (text: string) => boolean;
  /** What may leave; undefined where nothing was counted. */
  readonly release?: ReplayRelease;
}
