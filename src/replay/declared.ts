import type { Properties, PropertyType } from "../event/catalogue.ts";
import { type Body, isBody } from "../metrics/path.ts";
import type { Judge } from "./judge.ts";

/**
 * Whether the declared fields of a stream's event have their types, nested ones included
 * (seed-systems 4.3, E3). A field that is absent or null has; other fields are not looked at.
 */
export function fitsDeclared(body: Body, declared: Properties, fits: Judge["fits"]): boolean {
  for (const [name, type] of declared) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value !== undefined && value !== null && !fitsType(value, type, fits)) return false;
  }
  return true;
}

function fitsType(value: unknown, type: PropertyType, fits: Judge["fits"]): boolean {
  if (type.form === "object") return isBody(value) && fitsDeclared(value, type.properties, fits);
  return fits(type, value);
}
