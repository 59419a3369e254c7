import type { Catalogue } from "../../event/catalogue.ts";
import { isRecord } from "../../event/value.ts";
import type { Body } from "../../metrics/path.ts";
import type { Metrics } from "../../metrics/signal.ts";
import { periodOf } from "../../privacy/release/period.ts";
import { lines } from "../lines.ts";
import { pathOf } from "./mapping.ts";
import type { Sample } from "./samples.ts";
import type { Seal, SealRules } from "./seal.ts";

/** The text of an event as a line of a log. */
export const lineOf = (body: Body): string => JSON.stringify(body);

/** The line that grants consent, where a config asks for one. */
export function grantLines(
  catalogue: Catalogue,
  { consent }: Pick<Metrics, "consent">,
  granted: unknown = true,
): readonly string[] {
  if (consent === undefined) return [];
  const named = placed({}, catalogue.name.split("."), consent.on);
  return [lineOf(placed(named, pathOf(consent.granted, catalogue.form), granted))];
}

function placed(body: Body, [key = "", ...rest]: readonly string[], value: unknown): Body {
  const held = Object.hasOwn(body, key) ? body[key] : undefined;
  return {
    ...body,
    [key]: rest.length === 0 ? value : placed(isRecord(held) ? held : {}, rest, value),
  };
}

/** What must hold of all samples together: how much was tried, and which rules were broken. */
export async function judgeWhole(
  samples: readonly Sample[],
  seal: Seal,
  rules: SealRules,
): Promise<{ readonly tried: number; readonly broken: readonly string[] }> {
  const { catalogue, metrics, today } = rules;
  const grant = grantLines(catalogue, metrics);
  const told = samples.map(({ body }) => lineOf(body));
  const all = [...grant, ...told];
  const sealed = seal(all);
  const checks: readonly (readonly [rule: string, holds: boolean])[] = [
    ["flow.order-dependence", seal([...grant, ...told.toReversed()]) === sealed],
    [
      "flow.time-dependence",
      daysWith(today, metrics.period).every((day) => seal(all, day) === sealed),
    ],
    ["flow.nondeterminism", seal(all) === sealed && (await isSameInChunks(all, sealed, seal))],
    ["consent.not-given", metrics.consent === undefined || !countsUnasked(told, seal, rules)],
  ];
  const broken = checks.filter(([, holds]) => !holds).map(([rule]) => rule);
  return { tried: checks.length, broken };
}

/** Anything but a plain `true` is a refusal, and so is silence. */
function countsUnasked(
  told: readonly string[],
  seal: Seal,
  { catalogue, metrics }: SealRules,
): boolean {
  const nothing = seal([]);
  const refusals: unknown[] = [false, null, "true", "granted", 1, {}, [true]];
  const silent = [[], ...refusals.map((value) => grantLines(catalogue, metrics, value))];
  const revoked = [...grantLines(catalogue, metrics), ...grantLines(catalogue, metrics, false)];
  return [...silent, revoked].some((opening) => seal([...opening, ...told]) !== nothing);
}

async function isSameInChunks(
  all: readonly string[],
  sealed: string,
  seal: Seal,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(all.join("\n"));
  for (const size of CHUNK_SIZES) {
    const read: string[] = [];
    for await (const run of lines(inChunks(bytes, size)))
      for (const { text } of run) if (text !== null) read.push(text);
    if (seal(read) !== sealed) return false;
  }
  return true;
}

const CHUNK_SIZES = [7, 4_096];

async function* inChunks(
  bytes: Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.slice(from, from + size);
}

/** The other days of the period that a date is in. */
function daysWith(today: string, unit: Metrics["period"]): string[] {
  const period = periodOf(today, unit);
  return Array.from({ length: 61 }, (_, at) => dayAfter(today, at - 30)).filter(
    (day) => day !== today && periodOf(day, unit) === period,
  );
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
