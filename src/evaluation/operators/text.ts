import { fold, isAscii } from "../ascii.ts";
import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";
import { substring } from "../substring.ts";

/** What a text says of a held one: whether it is in it, before it or behind it. */
type Holds = (held: string) => boolean;

/** Comparing texts. Only ASCII letters lose their case, as on PostHog's servers. */
export const text: OperatorFamily = {
  icontains: comparing(contains, true),
  not_icontains: comparing(contains, false),
  starts_with: comparing(startsWith, true),
  not_starts_with: comparing(startsWith, false),
  ends_with: comparing(endsWith, true),
  not_ends_with: comparing(endsWith, false),
};

/** `answer` is what the operator says where the comparison holds. */
function comparing(prepare: (wanted: string) => Holds, answer: boolean): Operator {
  return {
    judgesNull: true,
    prepare: (asked) => {
      const wanted = textOf(asked);
      if (wanted === undefined) return UNUSABLE;
      const holds = prepare(fold(wanted));
      return {
        usable: true,
        judge: (held) => {
          const said = textOf(held);
          return said === undefined ? "context" : holds(said) === answer;
        },
      };
    },
  };
}

/**
 * Without the flag `u` a pattern that ignores case gives an ASCII letter no partner beyond ASCII,
 * so it folds as PostHog does and spares the copy in lower case.
 */
function contains(wanted: string): Holds {
  if (wanted.length <= SHORT && isAscii(wanted)) {
    const pattern = new RegExp(wanted.replace(SPECIAL, String.raw`\$&`), "i");
    return (held) => pattern.test(held);
  }
  const search = substring(wanted);
  return (held) => search(fold(held));
}

const SHORT = 100;
const SPECIAL = /[^\dA-Za-z]/g;

function startsWith(wanted: string): Holds {
  return (held) => fold(held.slice(0, wanted.length)) === wanted;
}

function endsWith(wanted: string): Holds {
  return (held) =>
    held.length >= wanted.length && fold(held.slice(held.length - wanted.length)) === wanted;
}
