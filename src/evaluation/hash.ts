import { digest, paddedBytes, sha1 } from "./sha1.ts";
import { writeUtf8 } from "./utf8.ts";

/** A name's place between 0 and 1: always the same one, and evenly spread over names. */
export type Hash = (name: string) => number;

/**
 * The hashes of texts that begin with `prefix` and a name, by what they end with. PostHog takes
 * the top 60 bits of the SHA-1 of the UTF-8 text, over 2^60: it divides the first 15 hex digits by
 * 0xfffffffffffffff, which no double can hold and which is read as 2^60, so this is the same double.
 *
 * The prefix stays in the message between calls, a name is not written twice for two endings, and
 * the latest is not hashed twice: the groups of a flag ask one after the other.
 */
export function hasher(prefix: string): (ending: string) => Hash {
  let message = messageWith(prefix, 1);
  let written: string | undefined;
  let end = 0;
  let room = 0;

  function write(name: string): void {
    if (name === written) return;
    const longest = message.start + name.length * 3 + room;
    if (message.bytes.length < paddedBytes(longest)) message = messageWith(prefix, longest * 2);
    end = writeUtf8(name, message.bytes, message.start);
    written = name;
  }

  return (ending) => {
    const last = new Uint8Array(ending.length * 3);
    const size = writeUtf8(ending, last, 0);
    room = Math.max(room, size);
    let latest: string | undefined;
    let place = 0;
    return (name) => {
      if (name === latest) return place;
      write(name);
      const { bytes, view } = message;
      for (let index = 0; index < size; index += 1) bytes[end + index] = last[index]!;
      sha1(view, end + size);
      latest = name;
      place = (digest[0]! >>> 0) * 2 ** -32 + (digest[1]! >>> 4) * 2 ** -60;
      return place;
    };
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
