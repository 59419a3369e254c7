import { z } from "zod";
import type { Catalogue, Properties } from "../../event/catalogue.ts";
import { properties } from "./property-type.ts";
import { text } from "./scalar.ts";
import { table } from "./table.ts";

/** The `[log]` table: what a captured log is. */
export const log: z.ZodType<Pick<Catalogue, "form" | "name" | "closed" | "common">> = table({
  form: z
    .enum(["capture", "stream"])
    .default("capture")
    .describe(
      "capture: it left, every event is judged. stream: it stays local, only counters and definitions are judged",
    ),
  name: text
    .describe("The dotted path of the event's name; absent: event, in a stream kind")
    .optional(),
  closed: z
    .boolean()
    .default(true)
    .describe("Whether an undeclared event is a finding; in a stream it counts as unknownKind"),
  common: properties.default(new Map()).describe("Properties that every event may carry"),
})
  .describe("What a captured log is")
  .transform(({ form, name, closed, common }) => ({
    form,
    name: name ?? (form === "stream" ? "kind" : "event"),
    closed,
    common,
  }));

/** The `[events]` table: every event, its properties and their types. */
export const events: z.ZodType<ReadonlyMap<string, Properties>> = z
  .record(text, properties)
  .describe("The catalogue: each event, its properties and their types; all are optional")
  .transform((declared) => new Map(Object.entries(declared)));
