import type { DefinitionRule } from "./definition.ts";
import { badBucketing } from "./rules/bad-bucketing.ts";
import { badLabel } from "./rules/bad-label.ts";
import { expiredSignal } from "./rules/expired-signal.ts";
import { missingMetadata } from "./rules/missing-metadata.ts";
import { openLabel } from "./rules/open-label.ts";
import { reusedLabel } from "./rules/reused-label.ts";
import { tooManyBuckets } from "./rules/too-many-buckets.ts";

/** How a signal may be defined. */
export const definitionRules: readonly DefinitionRule[] = [
  openLabel,
  badLabel,
  badBucketing,
  tooManyBuckets,
  reusedLabel,
  missingMetadata,
  expiredSignal,
];
