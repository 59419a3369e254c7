import type { Catalogue, Properties, PropertyType } from "../event/catalogue.ts";
import { checkValue, isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";

/** The fields of a stream's event by its name, those that every event may carry among them; its own win. */
export function declaredFields({ common, events }: Catalogue): (name: string) => Properties {
  const own = new Map([...events].map(([name, fields]) => [name, new Map([...common, ...fields])]));
  return (name) => own.get(name) ?? common;
}

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
