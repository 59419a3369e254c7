import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";

/** Comparing texts. Only ASCII letters lose their case, as on PostHog's servers. */
export const text: OperatorFamily = {
  icontains: comparing((held, asked) => held.includes(asked)),
  not_icontains: comparing((held, asked) => !held.includes(asked)),
  starts_with: comparing((held, asked) => held.startsWith(asked)),
  not_starts_with: comparing((held, asked) => !held.startsWith(asked)),
  ends_with: comparing((held, asked) => held.endsWith(asked)),
  not_ends_with: comparing((held, asked) => !held.endsWith(asked)),
};

function comparing(holds: (held: string, asked: string) => boolean): Operator {
  return {
    judgesNull: true,
    prepare: (asked) => {
      const wanted = textOf(asked);
      if (wanted === undefined) return UNUSABLE;
      const folded = fold(wanted);
      return {
        usable: true,
        judge: (held) => {
          const said = textOf(held);
          return said === undefined ? "context" : holds(fold(said), folded);
        },
      };
    },
  };
}

const UPPER_CASE = /[A-Z]/g;
const ASCII = /^\p{ASCII}*$/u;

function fold(said: string): string {
  if (ASCII.test(said)) return said.toLowerCase();
  return said.replace(UPPER_CASE, (letter) => letter.toLowerCase());
}
