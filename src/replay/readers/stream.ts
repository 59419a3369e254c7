import { isRecord } from "../../event/value.ts";
import type { Event } from "../../event/event.ts";
import { fieldAt } from "../../metrics/path.ts";
import { declaredFields, fitsDeclared } from "../declared.ts";
import type { Reader, Reading } from "../reader.ts";

/**
 * One event a line, as an agent writes them for itself (seed-systems 4.3, E1 to E4). Content is
 * not judged; the declared fields must have their types, or the event counts nothing.
 */
export const stream: Reader<"invalid" | "unknownKind" | "observed"> = {
  id: "stream",
  counters: ["invalid", "unknownKind", "observed"],
  events: "observed",
  open: (catalogue) => {
    const nameOf = fieldAt(catalogue.name);
    const fieldsOf = declaredFields(catalogue);
    return (value, line, count) => {
      const name = isRecord(value) ? nameOf(value) : undefined;
      if (!isRecord(value) || typeof name !== "string") {
        count("malformed");
        return [{ came: "malformed", line, index: null }];
      }
      const event: Event = { name, body: value, line, index: 0 };
      const ignored = (counter: "unknownKind" | "invalid"): Reading[] => {
        count(counter);
        return [{ came: "ignored", event }];
      };
      if (catalogue.closed && !catalogue.events.has(name)) return ignored("unknownKind");
      if (!fitsDeclared(value, fieldsOf(name))) return ignored("invalid");
      count("observed");
      return [{ came: "event", event }];
    };
  },
};
