import { digest, paddedBytes, sha1 } from "./sha1.ts";
import { writeUtf8 } from "./utf8.ts";

/** A name's place between 0 and 1: always the same one, and evenly spread over names. */
export type Hash = (name: string) => number;

/**
 * The hash of `prefix`, a name and `suffix`, as PostHog takes it: the top 60 bits of the SHA-1 of
 * the UTF-8 text, over 2^60. PostHog divides the first 15 hex digits by 0xfffffffffffffff, which
 * no double can hold and which is read as 2^60, so this is the same double.
 *
 * The prefix stays in the message between calls, and the latest name is not hashed twice: the
 * groups of a flag ask one after the other.
 */
export function hasher(prefix: string, suffix: string): Hash {
  let message = messageWith(prefix, 1);
  const ending = new Uint8Array(suffix.length * 3);
  const size = writeUtf8(suffix, ending, 0);
  let latest: string | undefined;
  let place = 0;
  return (name) => {
    if (name === latest) return place;
    const longest = message.start + name.length * 3 + size;
    if (message.bytes.length < paddedBytes(longest)) message = messageWith(prefix, longest * 2);
    const { bytes, view, start } = message;
    const end = writeUtf8(name, bytes, start);
    for (let index = 0; index < size; index += 1) bytes[end + index] = ending[index]!;
    sha1(view, end + size);
    latest = name;
    place = (digest[0]! >>> 0) * 2 ** -32 + (digest[1]! >>> 4) * 2 ** -60;
    return place;
  };
}

interface Message {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the name begins. */
  readonly start: number;
}

/** A message that begins with the prefix and has room for `length` bytes and their padding. */
function messageWith(prefix: string, length: number): Message {
  const bytes = new Uint8Array(paddedBytes(Math.max(length, prefix.length * 3)));
  return { bytes, view: new DataView(bytes.buffer), start: writeUtf8(prefix, bytes, 0) };
}
