import type { JournalFolder } from "../../disk/journal-folder.ts";
import { journalLine, parseJournal } from "../../disk/journal-line.ts";
import { isRecord } from "../../event/value.ts";
import { DAY_MS } from "../clock.ts";

/** What a person decided about being counted. */
export interface Consent {
  readonly decision: "granted" | "denied";
  /** Epoch milliseconds. */
  readonly at: number;
  /** The policy version that they were asked about. */
  readonly policy: number;
  /**
   * Made by chance, and anew after each refusal: what was counted under one grant is never sent
   * under another. It never leaves this machine.
   */
  readonly grant: string;
}

/** What stands in the record: nothing where nobody decided, `damaged` where it was changed since. */
export type Recorded = Consent | "damaged" | undefined;

const FILE = "consent";
const FORMAT = 1;

export async function loadConsent(folder: JournalFolder): Promise<Recorded> {
  const text = await folder.read(FILE);
  return text === undefined ? undefined : parseConsent(text);
}

/** A record is one line with a checksum: a decision that was changed by hand is none. */
function parseConsent(text: string): Recorded {
  const { values } = parseJournal(text);
  const [held] = values;
  if (values.length !== 1 || !isRecord(held) || held["format"] !== FORMAT) return "damaged";
  const { decision, at, policy, grant } = held;
  const moment = typeof at === "string" ? Date.parse(at) : Number.NaN;
  const isWhole =
    (decision === "granted" || decision === "denied") &&
    !Number.isNaN(moment) &&
    typeof policy === "number" &&
    typeof grant === "string" &&
    grant !== "";
  return isWhole ? { decision, at: moment, policy, grant } : "damaged";
}

/**
 * Replaces the record. A refusal removes the grant first, which needs no room: should the disk be
 * too full for the new one, nobody has agreed.
 */
export async function saveConsent(folder: JournalFolder, consent: Consent): Promise<void> {
  const { decision, at, policy, grant } = consent;
  if (decision === "denied") await folder.remove(FILE);
  const held = { format: FORMAT, decision, at: new Date(at).toISOString(), policy, grant };
  await folder.replace(FILE, journalLine(held));
}

/** Keeps a damaged record beside its place: what takes that is no repair of it. */
export async function setConsentAside(folder: JournalFolder, chance: string): Promise<void> {
  await folder.rename(FILE, `${FILE}.damaged-${chance.slice(0, 8)}`);
}

/**
 * The next decision. One that confirms a grant keeps it, so that what is pending stays sendable.
 * Who decides the same again, as an application may ask them to at each start, has decided then:
 * only a later policy, or a date that has not come yet, makes it a new decision.
 */
export function decide(
  recorded: Recorded,
  decision: Consent["decision"],
  { at, policy, chance }: { readonly at: number; readonly policy: number; readonly chance: string },
): Consent {
  const before = typeof recorded === "object" ? recorded : undefined;
  if (before?.decision !== decision) return { decision, at, policy, grant: chance };
  const isKnown = before.at <= at && before.policy >= policy;
  return isKnown ? before : { ...before, at, policy: Math.max(before.policy, policy) };
}

/** Why a person may not be counted; undefined where they may. */
export type Withheld = "not-asked" | "denied" | "policy-changed" | "record-damaged";

/**
 * Absent is a refusal, and so is a grant of an older policy: collection has widened since then
 * (`privacy-rules.md` 7).
 */
export function withheld(consent: Recorded, policy: number): Withheld | undefined {
  if (consent === undefined) return "not-asked";
  if (consent === "damaged") return "record-damaged";
  if (consent.decision === "denied") return "denied";
  return consent.policy < policy ? "policy-changed" : undefined;
}

/** The first moment that may be counted: the day after the grant, in UTC (`consent.before-optin`). */
export function countsFrom({ at }: Consent): number {
  return (Math.floor(at / DAY_MS) + 1) * DAY_MS;
}
