import type { Rule } from "../rule.ts";
import { dynamicKey } from "./rules/dynamic-key.ts";
import { forbiddenKey } from "./rules/forbidden-key.ts";
import { rawNumber } from "./rules/raw-number.ts";
import { unknownEvent } from "./rules/unknown-event.ts";
import { unknownProperty } from "./rules/unknown-property.ts";
import { unknownValue } from "./rules/unknown-value.ts";
import { wrongType } from "./rules/wrong-type.ts";

/** Every rule about the names and values of an event. */
export const eventRules: readonly Rule[] = [
  unknownEvent,
  unknownProperty,
  wrongType,
  unknownValue,
  rawNumber,
  forbiddenKey,
  dynamicKey,
];
