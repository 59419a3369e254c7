import { fold } from "../../evaluation/ascii.ts";
import type { Condition } from "../condition.ts";

/** What a comparison of texts asks: a piece at the start, at the end or anywhere. */
export interface Part {
  readonly place: "start" | "end" | "anywhere";
  readonly piece: string;
  /** False: the piece must not be there. */
  readonly there: boolean;
}

/** The piece of text that a condition looks for; undefined for any other condition. */
export function partOf({ operator, value }: Condition): Part | undefined {
  const place = PLACES[operator.replace(/^not_/, "")];
  if (place === undefined || typeof value !== "string") return undefined;
  return { place, piece: fold(value), there: !operator.startsWith("not_") };
}

const PLACES: Readonly<Record<string, Part["place"]>> = {
  icontains: "anywhere",
  starts_with: "start",
  ends_with: "end",
};

/** Whether no text meets both. */
export function areApart(left: Part, right: Part): boolean {
  if (left.there && right.there) {
    return (
      left.place === right.place &&
      left.place !== "anywhere" &&
      !brings(left, right) &&
      !brings(right, left)
    );
  }
  return (
    (left.there && !right.there && brings(left, right)) ||
    (right.there && !left.there && brings(right, left))
  );
}

/** Whether every text that meets the first meets the second. */
export function isInside(inner: Part, outer: Part): boolean {
  if (inner.there !== outer.there) return false;
  return inner.there ? brings(inner, outer) : brings(outer, inner);
}

/** Whether a text with the first piece in its place has the second in its own. */
function brings(part: Part, other: Part): boolean {
  if (other.place === "anywhere") return part.piece.includes(other.piece);
  if (part.place !== other.place) return false;
  return other.place === "start"
    ? part.piece.startsWith(other.piece)
    : part.piece.endsWith(other.piece);
}

/**
 * Whether the part holds for whatever is spelled like the text in lower case; undefined where the
 * spelling does not say. The Kelvin sign is a k in lower case and none to a part, other letters
 * beyond ASCII lose their case in a spelling only, and a list has two texts.
 */
export function holdsFor({ place, piece, there }: Part, text: string): boolean | undefined {
  if (!/^[\0-\x7f]*$/.test(text) || /[k[{]/.test(text)) return undefined;
  return brings({ place, piece: text, there: true }, { place, piece, there: true }) === there;
}
