import type { Catalogue, Properties, PropertyType } from "../../event/catalogue.ts";
import type { Metrics, Signal } from "../../metrics/signal.ts";
import type { Path } from "./leaf.ts";

/** What a config says the aggregator may read of an event, and what it declares besides. */
export interface Mapping {
  /** `amount`: a number that falls into a bucket; `text`: anything else that is read. */
  readonly readAs: (name: string, path: Path) => "amount" | "text" | undefined;
  /** The declared type at a path, if one stands there. */
  readonly typeAt: (name: string, path: Path) => PropertyType | undefined;
  /** The lower-cased texts that events are compared with. */
  readonly words: readonly string[];
}

/** Reads the mapping off the config. Nothing of the aggregator is used: it is what is on trial. */
export function mappingOf(
  catalogue: Catalogue,
  { signals, consent }: Pick<Metrics, "signals" | "consent">,
): Mapping {
  const read = new Map<string, "amount" | "text">();
  const mark = (name: string, path: string, as: "amount" | "text"): void => {
    const key = keyOf(name, pathOf(path, catalogue.form));
    if (read.get(key) !== "text") read.set(key, as);
  };
  for (const signal of signals) for (const [path, as] of readsOf(signal)) mark(signal.on, path, as);
  if (consent !== undefined) mark(consent.on, consent.granted, "text");
  const named = JSON.stringify(catalogue.name.split("."));
  return {
    readAs: (name, path) => (JSON.stringify(path) === named ? "text" : read.get(keyOf(name, path))),
    typeAt: (name, path) => typeAt(catalogue, name, path),
    words: wordsOf(catalogue, signals, consent?.on),
  };
}

/** The keys of a declared path: in a capture they stand inside `properties`. */
export function pathOf(declared: string, form: Catalogue["form"]): readonly string[] {
  const keys = declared.split(".");
  return form === "stream" || declared.startsWith("properties.") ? keys : ["properties", ...keys];
}

const keyOf = (name: string, path: Path): string => JSON.stringify([name, ...path]);

/** The dotted paths that a signal reads, as a config writes them, and as what. */
export function readsOf(signal: Signal): [path: string, as: "amount" | "text"][] {
  const asked = [...signal.when, signal.unless].flatMap((row) => [...row.keys()]);
  const conditions = asked.map((path): [string, "text"] => [path, "text"]);
  switch (signal.kind) {
    case "count":
      return conditions;
    case "label":
      return [...conditions, [signal.label, "text"]];
    case "classify":
      return [...conditions, [signal.classify, "text"]];
    case "ratio":
      return [...signal.ratio.map((path): [string, "amount"] => [path, "amount"]), ...conditions];
  }
}

/** The declared type at a path of an event, if one stands there. */
export function typeAt(catalogue: Catalogue, name: string, path: Path): PropertyType | undefined {
  const keys = catalogue.form === "stream" ? path : path.slice(1);
  const isInside = catalogue.form === "stream" || path[0] === "properties";
  const [first, ...rest] = keys;
  if (!isInside || typeof first !== "string") return undefined;
  let type = catalogue.events.get(name)?.get(first) ?? catalogue.common.get(first);
  for (const key of rest) {
    const inner: Properties | undefined = type?.form === "object" ? type.properties : undefined;
    type = inner?.get(String(key));
  }
  return type;
}

function wordsOf(
  { events }: Catalogue,
  signals: readonly Signal[],
  consent: string | undefined,
): string[] {
  const said = signals.flatMap((signal) => [
    ...[...signal.when, signal.unless].flatMap((row) => [...row.values()].flat().map(String)),
    ...(signal.kind === "label" ? (signal.buckets ?? []) : []),
    ...(signal.kind === "classify" ? signal.words.flatMap(({ any }) => any) : []),
  ]);
  const words = [...events.keys(), ...(consent === undefined ? [] : [consent]), ...said].map(
    (word) => word.replace(/^=|\*$/g, "").toLowerCase(),
  );
  return [...new Set(words)].filter((word) => word !== "");
}
