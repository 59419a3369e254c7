import type { Properties, PropertyType } from "../event/catalogue.ts";
import { checkValue, isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";

/**
 * Whether the declared fields of a stream's event have their types, nested ones included
 * (seed-systems 4.3, E3). A field that is absent or null has; other fields are not looked at.
 */
export function fitsDeclared(body: Body, declared: Properties): boolean {
  for (const [name, type] of declared) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value !== undefined && value !== null && !fitsType(value, type)) return false;
  }
  return true;
}

function fitsType(value: unknown, type: PropertyType): boolean {
  if (type.form === "object") return isRecord(value) && fitsDeclared(value, type.properties);
  return checkValue(type, value) === undefined;
}
