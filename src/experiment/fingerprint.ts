import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "./json.ts";
import type { ObservedExperiment, ObservedFlag } from "./observed.ts";
import { experimentSettings, flagSettings } from "./settings.ts";

/** A short name for a JSON value: equal for equal meaning, and nothing of it can be read back. */
export function fingerprint(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(value)))).slice(0, 32);
}

/** What must not have moved between a plan and its apply. */
export function sightOfFlag({ id, flag, archived, frozen }: ObservedFlag): string {
  return fingerprint({ id, archived, frozen, settings: flagSettings(flag) });
}

/** The same for an experiment; its stage counts, because it decides what may change. */
export function sightOfExperiment(experiment: ObservedExperiment): string {
  const { id, stage } = experiment;
  return fingerprint({ id, stage, settings: experimentSettings(experiment) });
}
