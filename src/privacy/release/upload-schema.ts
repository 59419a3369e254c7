import type { Catalogue, PropertyType } from "../../event/catalogue.ts";
import { checkValue } from "../../event/value.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { PayloadSchema, SignalSchema } from "./payload-schema.ts";
import { schemaOf } from "./payload.ts";

/** What client and server agree on: both build it from the same config. */
export interface Promised {
  readonly metrics: Pick<Metrics, "signals" | "period" | "schema" | "dimensions">;
  readonly catalogue: Pick<Catalogue, "common">;
}

/** The most that one batch may say in one cell; more goes into another batch. */
export const MAX_COUNT = 1_000_000;

/** The longest body of a batch, in bytes: 4,096 cells, the most that may be declared, fit. */
export const MAX_BODY_BYTES: number = 512 * 1024;

/**
 * What the body of a batch may hold: what a payload may, with a member of a closed set for each
 * dimension. A label without a list has no buckets here, so it cannot be sent.
 */
export function uploadSchema({ metrics, catalogue }: Promised): PayloadSchema {
  const { signals, ...payload } = schemaOf(metrics);
  return {
    ...payload,
    signals: new Map([...signals].map(([name, signal]) => [name, toUpload(signal)])),
    dimensions: new Map(metrics.dimensions.map((name) => [name, domainOf(name, catalogue)])),
    maxBytes: MAX_BODY_BYTES,
  };
}

function toUpload({ kind, buckets, max = MAX_COUNT }: SignalSchema): SignalSchema {
  const named = buckets.filter((bucket) => bucket !== UNDECLARED);
  return { kind, buckets: named, max: Math.min(max, MAX_COUNT) };
}

/**
 * The values of a dimension: `version` by its grammar, `os` by a list, any other as `[log] common`
 * types it. Text of no declared form is not closed, so nothing is a member of it.
 */
function domainOf(name: string, { common }: Promised["catalogue"]): (value: unknown) => boolean {
  if (name === "version")
    return (value) =>
      checkValue({ form: "kind", kind: "semver", nullable: false }, value) === undefined;
  if (name === "os") return (value) => typeof value === "string" && SYSTEMS.has(value);
  const type = common.get(name);
  if (type === undefined || type.form === "object" || isText(type)) return () => false;
  return (value) => checkValue(type, value) === undefined;
}

function isText(type: PropertyType): boolean {
  if (type.form === "kind") return type.kind === "text" || type.kind === "uuid";
  return type.form === "any" && type.kinds.some((kind) => kind === "text" || kind === "uuid");
}

/** As Node, Deno and Go name systems, and `other`. */
const SYSTEMS: ReadonlySet<string> = new Set([
  "aix",
  "android",
  "cygwin",
  "darwin",
  "freebsd",
  "haiku",
  "illumos",
  "ios",
  "linux",
  "macos",
  "netbsd",
  "openbsd",
  "solaris",
  "sunos",
  "win32",
  "windows",
  "other",
]);
