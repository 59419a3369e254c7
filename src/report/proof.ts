import type { Certificate } from "../replay/proof/certificate.ts";
import { counted } from "./findings.ts";
import type { Block, Json } from "./report.ts";

/** A certificate for scripts; `schema` is that of this table. */
export function toCertificate(certificate: Certificate): Json {
  const { seed, config, logs, shapes, uncovered, pairs, search } = certificate;
  const { consent, promises, places, capacity } = certificate;
  return {
    schema: 1,
    seed,
    config,
    logs: logs.map((log) => ({ ...log })),
    shapes: shapes.map((shape) => ({ ...shape })),
    uncovered,
    pairs: { ...pairs },
    search: { ...search },
    consent: consent && { ...consent },
    promises: promises && { ...promises },
    places,
    capacity: {
      bits: capacity.bits,
      signals: capacity.signals.map((signal) => ({ ...signal })),
    },
  };
}

/** What was proven, as a person reads it: how much was found of how much was tried. */
export function proofBlocks(certificate: Certificate | undefined): Block[] {
  if (certificate === undefined) return [];
  const { config, logs, shapes, uncovered, pairs, search } = certificate;
  const { consent, promises, places, capacity } = certificate;
  const leaves = shapes.reduce((sum, shape) => sum + shape.leaves, 0);
  const events = shapes
    .filter(({ event }) => event !== null)
    .reduce((sum, { times }) => sum + times, 0);
  const left = uncovered === 0 ? "" : `, ${counted(uncovered, "event")} not covered`;
  return [
    { block: "heading", text: "Proof", aside: true },
    {
      block: "list",
      items: [
        `${counted(shapes.length, "shape")} of ${counted(events, "event")}, ${leaves} leaves${left}`,
        `${pairs.broken} of ${counted(pairs.tried, "pair")} of logs sealed to different bytes`,
        `${search.leaks} of ${counted(search.runs, "run")} let a canary out: ` +
          `${counted(search.sinks.length, "sink")}, ${counted(search.encodings.length, "encoding")}, ` +
          counted(search.faults.length, "fault"),
        consent === null
          ? "consent: the config does not say how a log tells it"
          : `consent: ${consent.broken} of ${counted(consent.cuts + 1, "part")} counted what it may not`,
        promises === null
          ? "promises of the counters: not asked, because nothing would be counted"
          : `promises of the counters: ${promises.broken} broken in ${counted(promises.tried, "situation")}`,
        places.length === 0
          ? "time zone and language: only those of this process"
          : `time zones and languages of processes: ${places.join(", ")}`,
        capacity.bits === null
          ? "capacity of one installation in one period: no bound, because a label is open"
          : `capacity of one installation in one period: at most ${counted(capacity.bits, "bit")}`,
        `config ${short(config)}, ${logs.map(({ path, sha256 }) => `${path} ${short(sha256)}`).join(", ")}`,
      ],
    },
  ];
}

const short = (hash: string): string => `sha256:${hash.slice(0, 16)}…`;
