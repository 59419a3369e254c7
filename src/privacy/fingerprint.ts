import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * What makes a finding the same wherever its line moves: 32 hex digits over the rule, the pointer
 * and the event's declared name, or `?` (`privacy-rules.md` 9). No value goes in, because the hash
 * of a short value can be guessed.
 */
export function fingerprintOf(rule: string, pointer: string, name: string): string {
  return bytesToHex(sha256(utf8ToBytes([rule, pointer, name].join("\0")))).slice(0, 32);
}
