import type { Json, Report } from "./report.ts";

/** Batches that are not sent, and lines that are not whole. */
interface Leftovers {
  readonly quarantined: number;
  readonly kept: number;
  readonly damagedLines: number;
}

/** What is kept about a person's counters, and whether it may leave. */
export interface MetricsView extends Leftovers {
  readonly endpoint: string | undefined;
  readonly disclosure: string | undefined;
  /** Why nothing is counted or sent here; undefined where everything is. */
  readonly withheld: string | undefined;
  readonly consent:
    | {
        readonly decision: "granted" | "denied";
        /** Epoch milliseconds. */
        readonly at: number;
        readonly policy: number;
      }
    | "damaged"
    | undefined;
  readonly batches: readonly {
    readonly id: string;
    readonly state: "open" | "sealed";
    readonly body: string;
  }[];
  readonly path: string;
}

/** `metrics show`: exactly what would be sent, byte for byte. */
export function reportMetrics(view: MetricsView): Report {
  const { endpoint, disclosure, withheld, batches, quarantined, kept, damagedLines, path } = view;
  const consent = view.consent === "damaged" ? undefined : view.consent;
  return {
    outcome: "ok",
    data: {
      endpoint: endpoint ?? null,
      disclosure: disclosure ?? null,
      withheld: withheld ?? null,
      consent:
        consent === undefined ? null : { decision: consent.decision, policy: consent.policy },
      batches: batches.map(({ id, state, body }): Json => ({ id, state, body })),
      quarantined,
      kept,
      damagedLines,
    },
    meta: {
      path,
      decidedAt: consent === undefined ? null : new Date(consent.at).toISOString(),
    },
    blocks: [
      ...(disclosure === undefined ? [] : [{ block: "text" as const, text: disclosure }]),
      { block: "list", items: summary(view) },
      ...batches.map(({ id, body }) => ({
        block: "text" as const,
        text: `Idempotency-Key: ${id}\n${body}`,
      })),
    ],
  };
}

const WITHHELD: Readonly<Record<string, string>> = {
  "not-enabled": "[metrics] enabled is not true",
  "no-endpoint": "[metrics] names no endpoint",
  "opted-out": "an environment variable says no",
  development: "this is a development build",
  test: "this is a test",
  ci: "this is CI",
  "not-asked": "nobody has been asked",
  denied: "the person said no",
  "policy-changed": "collection has widened since the person agreed; they are asked anew",
  "record-damaged": "the record of what the person decided is damaged; they are asked anew",
};

function summary(view: MetricsView): string[] {
  const { endpoint, withheld, batches } = view;
  return [
    withheld === undefined
      ? `sent: yes, to ${endpoint ?? "nowhere"}`
      : `sent: no, ${WITHHELD[withheld] ?? withheld}`,
    `consent: ${consentText(view.consent)}`,
    batches.length === 0
      ? "pending: nothing"
      : `pending: ${batches.length}, each as it would be sent:`,
    ...leftovers(view),
  ];
}

function consentText(consent: MetricsView["consent"]): string {
  if (consent === undefined) return "none";
  if (consent === "damaged") return "none that can be read";
  return `${consent.decision} under policy ${consent.policy}`;
}

function leftovers({ quarantined, kept, damagedLines }: Leftovers): string[] {
  return [
    ...(quarantined === 0 ? [] : [`set aside: ${quarantined} that will not be sent`]),
    ...(kept === 0 ? [] : [`kept: ${kept} for a newer version of the application or a later day`]),
    ...(damagedLines === 0 ? [] : [`damaged lines: ${damagedLines}; the lines before them hold`]),
  ];
}

/** What came of `metrics flush`. */
export interface FlushView extends Leftovers {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: ReadonlyMap<string, number>;
  /** The collector stopped answering with some left. */
  readonly isCutShort: boolean;
  /** Why nothing may be sent. */
  readonly withheld: string | undefined;
}

/** `metrics flush`: what the collector has now, and what it made of it. */
export function reportFlush(view: FlushView): Report {
  const { sent, accepted, refused, quarantined, kept, damagedLines, isCutShort, withheld } = view;
  const reasons = [...refused].map(([why, cells]) => `${why}: ${cells} refused`);
  const items = [
    withheld === undefined
      ? `Batches sent: ${sent}, counters accepted: ${accepted}`
      : `Nothing may be sent: ${WITHHELD[withheld] ?? withheld}`,
    ...reasons,
    ...leftovers(view),
    ...(isCutShort ? ["The collector stopped answering: the rest waits"] : []),
  ];
  return {
    outcome: isCutShort ? "partial" : "ok",
    data: {
      sent,
      accepted,
      refused: Object.fromEntries(refused),
      quarantined,
      kept,
      damagedLines,
      withheld: withheld ?? null,
    },
    blocks: [{ block: "list", items }],
  };
}
