import type { Catalogue, Properties, PropertyType } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import { isEnvelope } from "../privacy/event/judge.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import { isOfFlag, isVouchedFor } from "../privacy/event/walk.ts";
import { scanStrings } from "../privacy/text/scan.ts";
import { fitsDeclared } from "./declared.ts";
import type { Feature } from "./features.ts";
import { type Leaf, leafOf } from "./properties.ts";
import { typeAt } from "./proof/mapping.ts";
import type { Saying } from "./saying.ts";
import type { Path } from "./shapes/outline.ts";
import { createRoom, createVocabulary, type Vocabulary } from "./shapes/vocabulary.ts";

/** What a scalar means at its place. */
export interface Meaning {
  readonly path: Path;
  readonly value: unknown;
  readonly judged: readonly Judgement[];
  readonly feature: Feature | undefined;
  readonly leaf: Leaf | undefined;
  /** The hash of whom the value names, once it was asked for. */
  who: number | undefined;
}

/**
 * One vocabulary for each place, as far as what stands there may mean something else. Envelope
 * fields say the same in every event, and so do the fields of a stream that share a declaration;
 * where nobody reads what stands there, it means nothing in any.
 */
export function createVocabularies(
  catalogue: Catalogue,
  {
    fieldsOf,
    isIdle,
    say,
  }: {
    /** The declared fields of an event of a stream. */
    readonly fieldsOf: (name: string) => Properties;
    /** Whether any scalar does at this place. */
    readonly isIdle: (name: string, path: Path) => boolean;
    readonly say: (event: Event) => Saying;
  },
): (name: string, path: Path) => Vocabulary<Meaning> {
  const room = createRoom();
  const held = new Map<unknown, Map<string, Vocabulary<Meaning>>>();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  function meaningAt(name: string, path: Path): (scalar: string) => Meaning | undefined {
    if (catalogue.form === "stream") return inStream(path, fieldsOf(name));
    if (isEnvelope(String(path[0]))) return silent(path);
    return inCapture(name, path, { type: typeAt(catalogue, name, path), say });
  }

  function vocabularyOf(name: string, path: Path): Vocabulary<Meaning> {
    if (isIdle(name, path)) return createVocabulary(room);
    const mean = meaningAt(name, path);
    return createVocabulary(room, (scalar) => mean(decoder.decode(scalar)));
  }

  function aboutOf(name: string, path: Path): unknown {
    if (isIdle(name, path)) return NOTHING;
    const [first = ""] = path.map(String);
    if (catalogue.form === "stream") return fieldsOf(name).get(first);
    return isEnvelope(first) || name;
  }

  return (name, path) => {
    const about = aboutOf(name, path);
    const places = held.get(about) ?? new Map<string, Vocabulary<Meaning>>();
    held.set(about, places);
    const key = JSON.stringify(path);
    const vocabulary = places.get(key) ?? vocabularyOf(name, path);
    places.set(key, vocabulary);
    return vocabulary;
  };
}

/** The value of a scalar that is known to be JSON. */
function valueOf(scalar: string): unknown {
  const isPlain = scalar.startsWith('"') && !scalar.includes("\\");
  return isPlain ? scalar.slice(1, -1) : JSON.parse(scalar);
}

const silent =
  (path: Path) =>
  (scalar: string): Meaning =>
    meaningOf(path, valueOf(scalar), NOTHING);

/** What scalars mean at one place of a stream's events: nothing, if they have their type. */
const inStream =
  (path: Path, fields: Properties) =>
  (scalar: string): Meaning | undefined => {
    const value = valueOf(scalar);
    return fitsDeclared(bodyHolding(path, value), fields)
      ? meaningOf(path, value, NOTHING)
      : undefined;
  };

/** What scalars mean at one place of one captured event. */
function inCapture(
  name: string,
  path: Path,
  {
    type,
    say,
  }: { readonly type: PropertyType | undefined; readonly say: (event: Event) => Saying },
): (scalar: string) => Meaning | undefined {
  /** A value for each thing that is known of values. */
  const typical = new Map<unknown, Meaning>();
  const isTold = type === undefined && !path.some((step) => isOfFlag(String(step)));

  /** What makes values say the same: that a type vouches for them, or what is found in a text. */
  function knownOf(value: unknown): unknown {
    if (type !== undefined) return isVouchedFor(type, value) ? type : undefined;
    return isTold && typeof value === "string" ? scanStrings(value) : undefined;
  }

  return (scalar) => {
    const value = valueOf(scalar);
    const known = knownOf(value);
    const alike = typical.get(known);
    if (alike !== undefined) return withValue(alike, value);
    const { judged, features, leaves } = say({
      name,
      body: bodyHolding(path, value),
      line: 0,
      index: 0,
    });
    // A scalar is one value of one flag or property, or of none.
    if (features.length > 1 || leaves.length > 1) return undefined;
    const said = { judged, feature: features[0], leaf: leaves[0] };
    const meaning = meaningOf(path, value, said);
    if (known === undefined) return meaning;
    if (typical.size === MAX_TYPICAL) typical.clear();
    typical.set(known, meaning);
    return meaning;
  };
}

/** So many are kept at a place. */
const MAX_TYPICAL = 64;

/** What a value means that says the same as another one. */
function withValue({ path, judged, feature, leaf }: Meaning, value: unknown): Meaning {
  const own = leaf && leafOf(leaf.pointer, value, leaf.type, leaf.spread);
  return meaningOf(path, value, { judged, feature, leaf: own });
}

/** All have the same fields in one order, or they are slow to read. */
function meaningOf(
  path: Path,
  value: unknown,
  { judged, feature, leaf }: Pick<Meaning, "judged" | "feature" | "leaf">,
): Meaning {
  return { path, value, judged, feature, leaf, who: undefined };
}

const NOTHING = { judged: [], feature: undefined, leaf: undefined };

/** An event in which one value stands at its place, and nothing else. */
export function bodyHolding(path: Path, value: unknown): Event["body"] {
  const body: Record<string, unknown> = {};
  put(body, path, value);
  return body;
}

/** Puts a value at its place, and makes what is around it. */
export function put(body: Record<string, unknown>, path: Path, value: unknown): void {
  let held: Record<string | number, unknown> = body;
  const last = path.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const step = path[at] ?? 0;
    if (at === last) held[step] = value;
    else {
      const known = Object.hasOwn(held, step) ? held[step] : undefined;
      const inner = known ?? (typeof path[at + 1] === "number" ? [] : {});
      if (!isHolder(inner)) return;
      held[step] = inner;
      held = inner;
    }
  }
}

const isHolder = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === "object" && value !== null;
