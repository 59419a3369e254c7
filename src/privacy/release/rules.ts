import type { JudgingRule, Rule } from "../rule.ts";
import type { ConsentRule } from "./counting.ts";
import { definitionRules } from "./definition-rules.ts";
import type { PayloadRule } from "./payload-parts.ts";
import { appeared } from "./rules/appeared.ts";
import { beforeOptin } from "./rules/before-optin.ts";
import { capacity } from "./rules/capacity.ts";
import { classDisclosure } from "./rules/class-disclosure.ts";
import { contributionCap } from "./rules/contribution-cap.ts";
import { countsDrift } from "./rules/counts-drift.ts";
import { destination } from "./rules/destination.ts";
import { differencing } from "./rules/differencing.ts";
import { disappeared } from "./rules/disappeared.ts";
import { doNotTrack } from "./rules/do-not-track.ts";
import { dominance } from "./rules/dominance.ts";
import { extraField } from "./rules/extra-field.ts";
import { headerLeak } from "./rules/header-leak.ts";
import { highCardinality } from "./rules/high-cardinality.ts";
import { insecure } from "./rules/insecure.ts";
import { linkable } from "./rules/linkable.ts";
import { nonCanonical } from "./rules/non-canonical.ts";
import { notGiven } from "./rules/not-given.ts";
import { notInteger } from "./rules/not-integer.ts";
import { outOfRange } from "./rules/out-of-range.ts";
import { periodTooFine } from "./rules/period-too-fine.ts";
import { policyChanged } from "./rules/policy-changed.ts";
import { quasiIdentifier } from "./rules/quasi-identifier.ts";
import { recoverableCell } from "./rules/recoverable-cell.ts";
import { redirect } from "./rules/redirect.ts";
import { schemaVersion } from "./rules/schema-version.ts";
import { serverAhead } from "./rules/server-ahead.ts";
import { serverRejects } from "./rules/server-rejects.ts";
import { sizeCap } from "./rules/size-cap.ts";
import { smallCell } from "./rules/small-cell.ts";
import { stableIdentifier } from "./rules/stable-identifier.ts";
import { stringValue } from "./rules/string-value.ts";
import { undeclaredRequest } from "./rules/undeclared-request.ts";
import { uniqueVector } from "./rules/unique-vector.ts";
import { unknownBucket } from "./rules/unknown-bucket.ts";
import { unknownSignal } from "./rules/unknown-signal.ts";
import type { RequestRule } from "./sent-request.ts";
import type { CompatRule } from "./strangers.ts";

/** What a sealed payload may be. */
export const payloadRules: readonly PayloadRule[] = [
  unknownSignal,
  unknownBucket,
  extraField,
  stringValue,
  notInteger,
  outOfRange,
  schemaVersion,
  nonCanonical,
  sizeCap,
  periodTooFine,
];

/** What may be counted. */
export const consentRules: readonly ConsentRule[] = [
  notGiven,
  beforeOptin,
  doNotTrack,
  policyChanged,
];

/** Where and how a request may go. */
export const requestRules: readonly RequestRule[] = [destination, insecure, redirect, headerLeak];

/** How the schemas of a client and a server go together. */
export const compatRules: readonly CompatRule[] = [serverRejects, serverAhead];

/** The rest: each judges something of its own, such as a cell, a property or two builds. */
export const otherRules: readonly JudgingRule<unknown>[] = [
  smallCell,
  recoverableCell,
  differencing,
  dominance,
  contributionCap,
  uniqueVector,
  linkable,
  classDisclosure,
  stableIdentifier,
  quasiIdentifier,
  highCardinality,
  undeclaredRequest,
  capacity,
  countsDrift,
  appeared,
  disappeared,
];

/** Every rule about what is defined, counted, released and sent. */
export const releaseRules: readonly Rule[] = [
  ...definitionRules,
  ...payloadRules,
  ...consentRules,
  ...requestRules,
  ...compatRules,
  ...otherRules,
];
