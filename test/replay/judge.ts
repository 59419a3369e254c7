import { createHash } from "node:crypto";
import type { Event } from "../../src/event/event.ts";
import type { PropertyType } from "../../src/event/catalogue.ts";
import type { Found, Judge } from "../../src/replay/judge.ts";

/** Stands for the privacy rules: knows `text`, `count` and booleans, and objects to `secret`. */
export const judge: Judge = {
  event: ({ body: { properties } }: Event): Found[] =>
    Object.keys(Object(properties))
      .filter((name) => name.startsWith("secret"))
      .map((name) => ({
        rule: "event.unknown-property",
        severity: "error",
        pointer: `properties.${name.length > 7 ? "*" : name}`,
        message: "The property is not declared",
      })),
  fits: (type: PropertyType, value: unknown): boolean =>
    type.form === "kind" && typeof value === typeof SAMPLE[type.kind]
      ? type.kind !== "count" || (Number.isSafeInteger(value) && Number(value) >= 0)
      : false,
  text: (text) => ["@", "/home/", "-4b1a-"].filter((part) => text.includes(part)),
  fingerprint: (...parts) =>
    createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32),
};

const SAMPLE: Readonly<Record<string, unknown>> = { text: "", count: 0, boolean: true };
