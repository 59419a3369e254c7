/** Captured lines that PostHog holds. */
export interface EventSource {
  readonly path: string;
  readonly from: string;
  readonly isOrdered: false;
}

/** From one moment on, up to another one, as epoch milliseconds. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

/** The events of a project in a window, each as the line that an export would have of it. */
export function eventSource(project: number, { since, until }: Window): EventSource {
  const time = "replaceOne(toString(toDateTime64(timestamp, 3, 'UTC')), ' ', 'T')";
  const text = `concat('{"event":', toJSONString(event), ',"distinct_id":', toJSONString(distinct_id),
      ',"properties":', coalesce(nullIf(properties, ''), '{}'),
      ',"timestamp":"', ${time}, 'Z","uuid":"', toString(uuid), '"}')`;
  return {
    path: `posthog/${project}/events`,
    from: `(SELECT ${text} AS text, toUInt64(0) AS line FROM events
    WHERE timestamp >= ${moment(since)} AND timestamp < ${moment(until)})`,
    isOrdered: false,
  };
}

/** A moment in UTC, whatever the project's own time zone. */
const moment = (at: number): string =>
  `toDateTime64('${new Date(at).toISOString().slice(0, -1).replace("T", " ")}', 6, 'UTC')`;
