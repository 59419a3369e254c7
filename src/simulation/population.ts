import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { qnorm } from "lib-r-math.js";
import type { Definitions } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";

/** Whom to make up. */
export interface Population {
  readonly count: number;
  /** The same seed makes the same people, on every machine. */
  readonly seed: string;
  /** What everyone is, besides their ids. */
  readonly like: Pick<Person, "personProperties" | "now">;
  /** The types of the groups that everyone is in, each alone in theirs. */
  readonly groupTypes: readonly string[];
}

/**
 * Makes people up: ids that look like UUIDs, from SHA-256 of the seed and a count. Device and group
 * ids are the person's, so that a flag hashed by those is simulated too.
 */
export function* generatedPeople({ count, seed, like, groupTypes }: Population): Generator<Person> {
  const { personProperties } = like;
  for (let index = 0; index < count; index += 1) {
    const distinctId = uuid(`${seed}/${index}`);
    yield {
      ...like,
      distinctId,
      personProperties: { ...personProperties, $device_id: distinctId },
      groups: alone(distinctId, groupTypes),
    };
  }
}

/**
 * A trait that a made-up person was born with: a standard normal number, read off the first 32 bits
 * of the id. Whether flags fall by it is the question that an A/A run asks.
 */
export function traitOf({ distinctId }: Person): number {
  return qnorm((Number.parseInt(distinctId.slice(0, 8), 16) + 0.5) / 2 ** 32, 0, 1);
}

function alone(name: string, groupTypes: readonly string[]): Record<string, string> {
  return Object.fromEntries(groupTypes.map((type) => [type, name]));
}

/** The group types that a flag of these definitions may be about. */
export function groupTypesOf({ group_type_mapping }: Definitions): string[] {
  return Object.values(group_type_mapping ?? {});
}

/** A UUID of version 4 in form, and always the same one for a text. */
function uuid(text: string): string {
  const bytes = sha256(utf8ToBytes(text)).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
