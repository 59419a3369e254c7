import { isRecord } from "../evaluation/record.ts";
import { bearer, projectOfToken } from "./access.ts";
import { parseJson } from "./parse-json.ts";
import { withProfile } from "./profiles.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call, Route } from "./route.ts";
import type { EventRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** What a client captured, as it came: one event, or the body of a batch. */
export type CaptureLine = JsonRecord;

/**
 * Where events arrive (`posthog-api.md` 7.3). An event without a name or a person is answered 200
 * and dropped. It is recorded all the same: the recorder shows what left the machine.
 */
export const captureRoutes: readonly Route[] = [
  ...["/batch", "/i/v0/e"].map((path): Route => ({
    method: "POST",
    path,
    handle: (call) => capture(call, "Ok"),
  })),
  ...["/capture", "/e", "/track", "/engage", "/s"].flatMap((path): Route[] => [
    { method: "POST", path, handle: (call) => capture(call, 1) },
    // The oldest SDKs put the event into the query of an image's address.
    { method: "GET", path, handle: (call) => capture(call, 1) },
  ]),
  { method: "POST", path: "/i/v1/analytics/events", handle: captureNamed },
];

/** The clients of these two generations look for different words. */
function capture(call: Call, status: "Ok" | 1): Answer {
  const answer = record(call, (line) => {
    const [event = {}] = eventsOf(line);
    const said = line["api_key"] ?? line["token"] ?? line["$token"] ?? event["$token"];
    return said ?? event["api_key"] ?? event["token"] ?? propertiesOf(event)["token"];
  });
  return { ...answer, body: { status } };
}

/** The newest clients send the project key as a header, and are told what became of each event. */
function captureNamed(call: Call): Answer {
  const answer = record(call, () => bearer(call.headers));
  const results = linesOf(call.text)
    .flatMap(eventsOf)
    .map((event) => [event["uuid"], { result: nameOf(event) === undefined ? "drop" : "ok" }]);
  return { ...answer, body: { results: Object.fromEntries(results) } };
}

function record(call: Call, tokenOf: (line: CaptureLine) => unknown): Answer {
  const captured = linesOf(call.text);
  let { state } = call;
  for (const line of captured) {
    const project = projectOfToken(call, tokenOf(line));
    for (const event of eventsOf(line)) {
      state = withEvent(state, event, project.id, call);
      state = withGroupType(withProfile(state, event, project.id), event, project.id);
    }
  }
  return { captured, ...(state === call.state ? {} : { state }) };
}

/** A body is one event, a batch, or a list of events. */
function linesOf(text: string): readonly CaptureLine[] {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw new Refusal(400, "Failed to parse the request body as JSON.");
  }
  const lines: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (lines.length > 0 && lines.every(isRecord)) return lines;
  throw new Refusal(400, "The request body holds no event.");
}

function eventsOf(line: CaptureLine): readonly JsonRecord[] {
  const batch = line["batch"];
  return Array.isArray(batch) ? batch.filter(isRecord) : [line];
}

const propertiesOf = ({ properties }: JsonRecord): JsonRecord =>
  isRecord(properties) ? properties : {};

/** The name of an event that can be kept: one that says what happened, and to whom. Recordings are none. */
function nameOf(event: JsonRecord): string | undefined {
  const name = event["event"];
  const distinctId = event["distinct_id"] ?? propertiesOf(event)["distinct_id"] ?? "";
  if (typeof name !== "string" || name === "" || distinctId === "") return undefined;
  return name === "$snapshot" ? undefined : name;
}

function withEvent(state: State, event: JsonRecord, team_id: number, { now, uuid }: Call): State {
  const name = nameOf(event);
  if (name === undefined) return state;
  const moment = new Date(now).toISOString();
  const isSame = (row: EventRow): boolean => row.team_id === team_id && row.name === name;
  const held = state.events.find(isSame);
  if (held?.last_seen_at === moment) return state;
  const row: EventRow =
    held === undefined
      ? { id: uuid(), team_id, name, created_at: moment, last_seen_at: moment }
      : { ...held, last_seen_at: moment };
  return { ...state, events: [...state.events.filter((other) => other !== held), row] };
}

/** A project knows at most five group types, and learns them from the groups it is told of. */
function withGroupType(state: State, event: JsonRecord, team_id: number): State {
  const type = propertiesOf(event)["$group_type"];
  const known = state.groupTypes[team_id] ?? [];
  if (event["event"] !== "$groupidentify" || typeof type !== "string") return state;
  if (known.includes(type) || known.length >= 5) return state;
  return { ...state, groupTypes: { ...state.groupTypes, [team_id]: [...known, type] } };
}
