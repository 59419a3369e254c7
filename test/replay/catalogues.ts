import type { Catalogue, Kind, Properties, PropertyType } from "../../src/event/catalogue.ts";

export const kind = (name: Kind, nullable = false): PropertyType => ({
  form: "kind",
  kind: name,
  nullable,
});
export const literals = (...values: (string | number | boolean)[]): PropertyType => ({
  form: "literals",
  literals: values,
  nullable: false,
});
export const object = (properties: Record<string, PropertyType>): PropertyType => ({
  form: "object",
  properties: fields(properties),
  nullable: false,
});
export const fields = (properties: Record<string, PropertyType>): Properties =>
  new Map(Object.entries(properties));

const text = kind("text");
const count = kind("count");
const silent = (
  "turn_started reasoning text message tool_dispatch tool_progress phase approval_request " +
  "ask_request compaction_started compaction_done steer mcp_surface_ready retrying " +
  "guardian_assessment stream_attempt extension_surface extension_status"
).split(" ");

/** An agent's own stream: seed-systems 2.2 with the types of 4.3 E3. */
export const agent: Catalogue = {
  form: "stream",
  name: "kind",
  closed: true,
  common: fields({ ts: text }),
  events: new Map<string, Properties>([
    ...silent.map((name) => [name, new Map()] as const),
    ["turn_done", fields({ err: text, outcome: text })],
    ["notice", fields({ text, detail: text, code: text })],
    ["tool_result", fields({ tool: object({ err: text }) })],
    [
      "usage",
      fields({
        usage: object({ finishReason: text, cacheHitTokens: count, cacheMissTokens: count }),
      }),
    ],
  ]),
  flags: new Map(),
};

/** A small capture: two events, two flags. */
export const app: Catalogue = {
  form: "capture",
  name: "event",
  closed: true,
  common: fields({ version: kind("semver") }),
  events: new Map([
    ["message_sent", fields({ model: literals("alpha", "beta"), length_b2: kind("power-of-two") })],
    ["app_started", fields({ first: kind("boolean") })],
  ]),
  flags: new Map([
    ["pricing", ["control", "test"]],
    ["beta-ui", []],
  ]),
};
