import type { Kind, Literal, Properties, PropertyType } from "../../event/catalogue.ts";
import { checkValue } from "../../event/value.ts";
import type { Keys } from "./widening.ts";

/** The properties that may hold what older ones could not, each by its place in the config. */
export function widerProperties(before: Properties, after: Properties, at: Keys): Keys[] {
  return [...after].flatMap(([name, type]) => {
    const old = before.get(name);
    const here = [...at, name];
    if (old?.form === "object" && type.form === "object")
      return [
        ...(type.nullable && !old.nullable ? [here] : []),
        ...widerProperties(old.properties, type.properties, here),
      ];
    return old !== undefined && holds(old, type) ? [] : [here];
  });
}

/** Whether an older type holds every value of a newer one. */
function holds(before: PropertyType, after: PropertyType): boolean {
  if (after.nullable && !before.nullable) return false;
  if (after.form === "pattern" && before.form === "pattern")
    return after.pattern === before.pattern;
  const kinds = kindsOf(before);
  if (after.form === "pattern") return kinds.includes("text");
  if (after.form === "object") return false;
  return (
    kindsOf(after).every(
      (kind) =>
        kinds.some((old) => old === kind || WITHIN[kind].includes(old)) ||
        (kind === "boolean" && [true, false].every((each) => literalsOf(before).includes(each))),
    ) && literalsOf(after).every((literal) => checkValue(before, literal) === undefined)
  );
}

function kindsOf(type: PropertyType): readonly Kind[] {
  if (type.form === "kind") return [type.kind];
  return type.form === "any" ? type.kinds : [];
}

function literalsOf(type: PropertyType): readonly Literal[] {
  return type.form === "literals" || type.form === "any" ? type.literals : [];
}

/** The kinds that hold every value of a kind, besides itself. */
const WITHIN: Readonly<Record<Kind, readonly Kind[]>> = {
  boolean: [],
  integer: [],
  count: ["integer"],
  "power-of-two": ["count", "integer"],
  "step-5": ["count", "integer"],
  semver: ["text"],
  uuid: ["text"],
  hex10: ["text"],
  "user-agent": ["text"],
  text: [],
};
