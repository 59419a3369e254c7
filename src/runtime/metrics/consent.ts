import type { JournalFolder } from "../../disk/journal-folder.ts";
import { isRecord } from "../../event/value.ts";

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

const FILE = "consent.json";
const FORMAT = 1;

/** Undefined when nobody has decided, or nobody can read what they did: that is no grant. */
export async function loadConsent(folder: JournalFolder): Promise<Consent | undefined> {
  const text = await folder.read(FILE);
  return text === undefined ? undefined : parseConsent(text);
}

function parseConsent(text: string): Consent | undefined {
  const held = parseJson(text);
  if (!isRecord(held) || held["format"] !== FORMAT) return undefined;
  const { decision, at, policy, grant } = held;
  const moment = typeof at === "string" ? Date.parse(at) : Number.NaN;
  const isWhole =
    (decision === "granted" || decision === "denied") &&
    !Number.isNaN(moment) &&
    typeof policy === "number" &&
    typeof grant === "string" &&
    grant !== "";
  return isWhole ? { decision, at: moment, policy, grant } : undefined;
}

export async function saveConsent(folder: JournalFolder, consent: Consent): Promise<void> {
  const { decision, at, policy, grant } = consent;
  const held = { format: FORMAT, decision, at: new Date(at).toISOString(), policy, grant };
  await folder.replace(FILE, `${JSON.stringify(held)}\n`);
}

/** The next decision. One that confirms a grant keeps it, so that what is pending stays sendable. */
export function decide(
  before: Consent | undefined,
  decision: Consent["decision"],
  { at, policy, chance }: { readonly at: number; readonly policy: number; readonly chance: string },
): Consent {
  const goesOn = before?.decision === "granted" && decision === "granted";
  return { decision, at, policy, grant: goesOn ? before.grant : chance };
}

/** Why a person may not be counted; undefined where they may. */
export type Withheld = "not-asked" | "denied" | "policy-changed";

/**
 * Absent is a refusal, and so is a grant of an older policy: collection has widened since then
 * (`privacy-rules.md` 7).
 */
export function withheld(consent: Consent | undefined, policy: number): Withheld | undefined {
  if (consent === undefined) return "not-asked";
  if (consent.decision === "denied") return "denied";
  return consent.policy < policy ? "policy-changed" : undefined;
}

/** The first moment that may be counted: the day after the grant, in UTC (`consent.before-optin`). */
export function countsFrom({ at }: Consent): number {
  return (Math.floor(at / DAY_MS) + 1) * DAY_MS;
}

export const DAY_MS = 86_400_000;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
