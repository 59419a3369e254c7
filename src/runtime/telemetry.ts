import type { EgressFilter, LeavingEvent } from "./egress.ts";
import type { Gate } from "./gate.ts";

/** Where events leave. Opened at the first event, and only where one may leave. */
export type OpenSink = (egress: {
  readonly approve: EgressFilter["approve"];
  readonly isOpen: () => boolean;
  readonly refuse: EgressFilter["refuse"];
}) => Promise<EventSink>;

export interface EventSink {
  readonly capture: (event: LeavingEvent) => void;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Events of one person. */
export interface Telemetry {
  /** Hands an event over; nothing happens while the gate is closed. */
  readonly capture: (name: string, properties?: Readonly<Record<string, unknown>>) => void;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Names that only this room gives: flags as assigned, and as in effect. */
export const ASSIGNED = "$feature/";
export const EFFECTIVE = "effective/";

/**
 * Telemetry that adds what every event carries. Base properties and flags win over the event's own:
 * an event that brings one of their names is refused, for it tells a lie or is a mistake.
 */
export function createTelemetry({
  gate,
  filter,
  openSink,
  distinctId,
  base,
}: {
  readonly gate: () => Gate;
  readonly filter: EgressFilter;
  readonly openSink: OpenSink;
  readonly distinctId: string;
  /** What every event carries now: the application's version, flags. */
  readonly base: () => Readonly<Record<string, unknown>>;
}): Telemetry {
  let sink: Promise<EventSink> | undefined;
  const isOpen = (): boolean => gate().open;
  const whenOpened = async (use: (opened: EventSink) => void | Promise<void>): Promise<void> => {
    if (sink !== undefined) await use(await sink);
  };
  return {
    capture: (name, properties = {}) => {
      if (!isOpen()) return;
      const added = base();
      const spoofed = Object.keys(properties).some(
        (key) => Object.hasOwn(added, key) || isReserved(key),
      );
      if (spoofed) return filter.refuse("event.reserved-property properties");
      const event = { name, distinctId, properties: { ...properties, ...added } };
      sink ??= openSink({ ...filter, isOpen });
      sink.then((opened) => opened.capture(event)).catch(() => filter.refuse("sink.unavailable"));
    },
    flush: async () => whenOpened((opened) => opened.flush()),
    close: async () => whenOpened((opened) => opened.close()),
  };
}

const isReserved = (key: string): boolean => key.startsWith(ASSIGNED) || key.startsWith(EFFECTIVE);
