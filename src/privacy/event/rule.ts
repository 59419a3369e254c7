import type { Catalogue, PropertyType } from "../../event/catalogue.ts";
import type { Event } from "../../event/event.ts";
import type { Examples, Rule } from "../rule.ts";

/** Judges an event by its catalogue; the examples are events of `exampleCatalogue`. */
export interface EventRule extends Rule {
  readonly examples: Examples<Event["body"]>;
}

/** An example with these properties. */
export function sent(properties: Readonly<Record<string, unknown>>): Event["body"] {
  return { event: "message_sent", properties };
}

const kind = (name: "boolean" | "power-of-two" | "step-5" | "semver" | "text") =>
  ({ form: "kind", kind: name, nullable: false }) as const;

/** What the examples of event rules are judged by. */
export const exampleCatalogue: Catalogue = {
  form: "capture",
  name: "event",
  closed: true,
  common: new Map([["version", kind("semver")]]),
  events: new Map([
    [
      "message_sent",
      new Map<string, PropertyType>([
        ["ready", kind("boolean")],
        ["length_b2", kind("power-of-two")],
        ["share", kind("step-5")],
        ["note", kind("text")],
        ["model", { form: "literals", literals: ["opus", "other"], nullable: false }],
        [
          "client",
          { form: "object", properties: new Map([["ready", kind("boolean")]]), nullable: false },
        ],
      ]),
    ],
  ]),
  flags: new Map([["memory", ["control", "test"]]]),
};
