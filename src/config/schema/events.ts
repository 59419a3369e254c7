import { z } from "zod/mini";
import type { Catalogue, Properties } from "../../event/catalogue.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { properties } from "./property-type.ts";
import { text } from "./scalar.ts";
import { table } from "./table.ts";

const saidOfLog = table({
  form: about(
    "capture: it left, every event is judged. stream: it stays local, only counters and definitions are judged",
    byDefault(z.enum(["capture", "stream"]), "capture"),
  ),
  name: about(
    "The dotted path of the event's name; absent: event, in a stream kind",
    z.optional(text),
  ),
  closed: about(
    "Whether an undeclared event is a finding; in a stream it counts as unknownKind",
    byDefault(z.boolean(), true),
  ),
  common: about("Properties that every event may carry", byDefault(properties, new Map())),
});

/** The `[log]` table: what a captured log is. */
export const log: z.ZodMiniType<Pick<Catalogue, "form" | "name" | "closed" | "common">> = z.pipe(
  about("What a captured log is", saidOfLog),
  z.transform(({ form, name, closed, common }) => ({
    form,
    name: name ?? (form === "stream" ? "kind" : "event"),
    closed,
    common,
  })),
);

/** The `[events]` table: every event, its properties and their types. */
export const events: z.ZodMiniType<ReadonlyMap<string, Properties>> = z.pipe(
  about(
    "The catalogue: each event, its properties and their types; all are optional",
    z.record(text, properties),
  ),
  z.transform((declared) => new Map(Object.entries(declared))),
);
