import type { JudgingRule, Rule } from "../rule.ts";
import type { EventRule } from "./rule.ts";
import { dynamicKey } from "./rules/dynamic-key.ts";
import { forbiddenKey } from "./rules/forbidden-key.ts";
import { rawNumber } from "./rules/raw-number.ts";
import { unknownEvent } from "./rules/unknown-event.ts";
import { unknownProperty } from "./rules/unknown-property.ts";
import { unknownValue } from "./rules/unknown-value.ts";
import { wrongType } from "./rules/wrong-type.ts";

/** What an event may not hold. */
export const shapeRules: readonly EventRule[] = [
  unknownEvent,
  unknownProperty,
  wrongType,
  unknownValue,
  rawNumber,
];

/** What a property that no type bounds may not be called. */
export const keyRules: readonly JudgingRule<string>[] = [forbiddenKey, dynamicKey];

/** Every rule about the names and values of an event. */
export const eventRules: readonly Rule[] = [...shapeRules, ...keyRules];
