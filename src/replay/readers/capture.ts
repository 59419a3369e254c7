import { isRecord } from "../../event/value.ts";
import type { Event } from "../../event/event.ts";
import { type Body, fieldAt } from "../../metrics/path.ts";
import { openedExport } from "../export-row.ts";
import type { Reader, Reading } from "../reader.ts";
import { fromV1Body, fromV1Event, isV1Batch } from "../v1-batch.ts";

/**
 * What left for PostHog: bodies of `/batch/`, single events and rows of an export, mixed at will
 * (seed-systems 4.1, 4.3). Whether an event is declared is not asked here: all of them left, so all are judged.
 */
export const capture: Reader<"singleLines" | "batchLines" | "events" | "malformedEvents"> = {
  id: "capture",
  counters: ["singleLines", "batchLines", "events", "malformedEvents"],
  events: "events",
  open: ({ name: path }) => {
    const nameOf = fieldAt(path);
    const eventOf = (value: unknown, line: number, index: number): Event | undefined => {
      const name = isRecord(value) ? nameOf(value) : undefined;
      return isRecord(value) && typeof name === "string"
        ? { name, body: value, line, index }
        : undefined;
    };
    return (value, line, count) => {
      if (isRecord(value) && isBatch(value)) {
        count("batchLines");
        const isV1 = isV1Batch(value);
        const members = value.batch.map((member, index): Reading => {
          const event = eventOf(isV1 ? fromV1Event(member) : member, line, index);
          count(event === undefined ? "malformedEvents" : "events");
          return event === undefined
            ? { came: "malformed", line, index }
            : { came: "event", event };
        });
        return [{ came: "batch", body: isV1 ? fromV1Body(value) : value, line }, ...members];
      }
      const event = eventOf(openedExport(value), line, 0);
      if (event === undefined) {
        count("malformed");
        return [{ came: "malformed", line, index: null }];
      }
      count("singleLines");
      count("events");
      return [{ came: "event", event }];
    };
  },
};

function isBatch(body: Body): body is Body & { readonly batch: readonly unknown[] } {
  return Object.hasOwn(body, "batch") && Array.isArray(body["batch"]);
}
