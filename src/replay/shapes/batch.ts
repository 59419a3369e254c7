import type { Stretch } from "./outline.ts";
import { endOfScalar } from "./scalar.ts";

/**
 * Whether a line is one object with a list `batch` of known members, and scalars in other fields.
 * Such a line is JSON, if the members are.
 *
 * @param isField whether a field may stand around the members
 * @param endOfMember where the member ends that begins here, -1 for one that is not known; asked of
 * each in its order
 */
export function isBatch(
  { bytes, view, from, to }: Stretch,
  isField: (name: string) => boolean,
  endOfMember: (at: number) => number,
): boolean {
  const names = new Set<string>();
  let at = from;

  const byte = (): number => view.getUint8(at);
  const skip = (): void => {
    while (at < to && (byte() === 0x20 || byte() === 0x09 || byte() === 0x0d)) at += 1;
  };
  /** Goes to where something ends, if it does. */
  const goTo = (end: number): boolean => {
    if (end !== -1) at = end;
    return end !== -1;
  };

  /** Goes over what stands between brackets, divided by commas. */
  function series(close: number, item: () => boolean): boolean {
    at += 1;
    skip();
    if (byte() === close) return goTo(at + 1);
    while (item()) {
      skip();
      const next = byte();
      at += 1;
      if (next === close) return true;
      if (next !== COMMA) return false;
      skip();
    }
    return false;
  }

  function field(): boolean {
    const start = at + 1;
    if (byte() !== QUOTE || !goTo(endOfScalar(view, at))) return false;
    const name = decoder.decode(bytes.subarray(start, at - 1));
    if (!isField(name) || names.has(name)) return false;
    names.add(name);
    skip();
    if (byte() !== COLON) return false;
    at += 1;
    skip();
    if (name !== "batch") return goTo(endOfScalar(view, at));
    return byte() === LIST && series(LIST_END, () => goTo(endOfMember(at)));
  }

  skip();
  if (byte() !== OBJECT || !series(OBJECT_END, field)) return false;
  skip();
  return at === to && names.has("batch");
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
