import { dynamicKey } from "./event/rules/dynamic-key.ts";

/** A name in an event, of which `*` may stand for a part, and what it holds. */
export interface Member {
  /** The name, or the part that a `*` at the end of the pointer stands for. */
  readonly name: string;
  readonly value: unknown;
}

/**
 * Every place of an event that a judgement's pointer may mean: a name may hold dots itself, `*`
 * stands for a name that is data, and `$feature/*` for a flag that is not declared.
 */
export function membersAt(held: unknown, pointer: string): Member[] {
  if (typeof held !== "object" || held === null) return [];
  return splitsOf(pointer).flatMap(([shown, rest]) =>
    namesShownAs(shown, held).flatMap((name) => {
      const value: unknown = Object.getOwnPropertyDescriptor(held, name)?.value;
      if (rest !== undefined) return membersAt(value, rest);
      return [{ name: shown.endsWith("*") ? name.slice(shown.length - 1) : name, value }];
    }),
  );
}

/** All texts of a value, itself or at any depth: where an event nests deep, pointers end before. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const open = [value];
  while (open.length > 0) {
    const held = open.pop();
    if (typeof held === "string") texts.push(held);
    else if (typeof held === "object" && held !== null)
      for (const inner of Object.values(held)) open.push(inner);
  }
  return texts;
}

/** The first name of a pointer and what is left of it, for every dot that may part them. */
function splitsOf(pointer: string): [shown: string, rest: string | undefined][] {
  const splits: [string, string | undefined][] = [[pointer, undefined]];
  for (let dot = pointer.indexOf("."); dot >= 0; dot = pointer.indexOf(".", dot + 1))
    splits.push([pointer.slice(0, dot), pointer.slice(dot + 1)]);
  return splits;
}

function namesShownAs(shown: string, held: object): readonly string[] {
  if (Object.hasOwn(held, shown)) return [shown];
  if (shown === "*") return Object.keys(held).filter((name) => dynamicKey.finds(name));
  if (!shown.endsWith("/*")) return [];
  return Object.keys(held).filter((name) => name.startsWith(shown.slice(0, -1)));
}
