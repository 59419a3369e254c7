import type { JournalFolder } from "../../disk/journal-folder.ts";
import {
  type Consent,
  countsFrom,
  decide,
  loadConsent,
  type Recorded,
  saveConsent,
  setConsentAside,
  type Withheld,
  withheld,
} from "./consent.ts";

/** How a process stands to what the person decided, here or in another process. */
export interface Standing {
  /** Reads the record. The grant that is in force; undefined where nothing may be counted or sent. */
  readonly look: () => Promise<Consent | undefined>;
  /** Records a decision. Throws `config` when the disk takes none; a refusal holds here all the same. */
  readonly decide: (decision: Consent["decision"]) => Promise<void>;
  /** As of the last look. */
  readonly withheld: () => Withheld | undefined;
  /** The first moment that counts; never, where nothing may be counted. */
  readonly from: () => number;
}

export interface StandingPorts {
  readonly folder: JournalFolder;
  /** The declared policy version. */
  readonly policy: number;
  readonly now: () => number;
  readonly chance: () => string;
}

/** Takes up a standing. Nothing may be counted before its first look. */
export function createStanding({ folder, policy, now, chance }: StandingPorts): Standing {
  let recorded: Recorded;
  /** A refusal that the disk has not taken yet. */
  let owed: Consent | undefined;

  async function record(consent: Consent): Promise<void> {
    if (consent.decision === "denied") recorded = owed = consent;
    await saveConsent(folder, consent);
    recorded = consent;
    owed = undefined;
  }

  /** Of what stands there and what is owed, the later decision holds. */
  async function recall(): Promise<void> {
    const held = await loadConsent(folder);
    const isOwed = owed !== undefined && !(typeof held === "object" && held.at > owed.at);
    if (owed !== undefined && isOwed) return record(owed);
    owed = undefined;
    recorded = held;
  }

  const why = (): Withheld | undefined => withheld(recorded, policy);
  const given = (): Consent | undefined =>
    typeof recorded === "object" && why() === undefined ? recorded : undefined;
  return {
    look: async () => {
      await recall();
      return given();
    },
    decide: async (decision) => {
      // A record that cannot be read is no reason to keep on counting: it is replaced, or that fails.
      const held = owed ?? (await loadConsent(folder).catch(() => undefined));
      // A disk that will not have it keeps nobody from deciding.
      if (held === "damaged") await setConsentAside(folder, chance()).catch(() => undefined);
      const next = decide(held, decision, { at: now(), policy, chance: chance() });
      if (next !== held || next === owed) await record(next);
    },
    withheld: why,
    from: () => {
      const consent = given();
      return consent === undefined ? Infinity : countsFrom(consent);
    },
  };
}
