import type { Call, Value } from "./call.ts";
import type { Match } from "./match.ts";
import type { Matching } from "./operator.ts";
import type { Subject } from "./person.ts";

/** What a flag may look up beyond itself: one set of definitions, compiled. */
export interface Scope extends Matching {
  readonly flagKeys: ReadonlySet<string>;
  readonly cohortIds: ReadonlySet<string>;
  /** The name of a group type, by the index flags use for it. */
  readonly groupType: (index: unknown) => string | undefined;
  /** One of the `cohortIds`. */
  readonly cohort: (id: string) => Judged;
  /** The value of one of the `flagKeys`. */
  readonly decide: (key: string, call: Call) => Value;
}

/** Something that holds for a subject or does not. */
export interface Judged {
  readonly judge: (subject: Subject, call: Call) => Match;
  readonly lacks: readonly Lack[];
}

/**
 * What a definition lacks, whoever is asked: the name of a property whose condition cannot be
 * used, of a cohort or a flag that is not there; or whatever a cohort lacks.
 */
export type Lack = string | { readonly cohort: string };
