import type { Catalogue } from "../../event/catalogue.ts";
import { checkValue, isRecord } from "../../event/value.ts";
import { bucketing } from "../../metrics/kinds.ts";
import { type Body, fieldsOf } from "../../metrics/path.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { Canaries } from "./canary.ts";
import { type Change, type Law, type LawsOf, unchanged } from "./law.ts";
import { type Leaf, type Path, valueAt, withKey, withValue } from "./leaf.ts";
import type { Mapping } from "./mapping.ts";
import { pointerOf } from "./pointer.ts";

/** What the laws of a config are made from. */
export interface LawRules {
  readonly catalogue: Catalogue;
  readonly metrics: Pick<Metrics, "signals">;
  readonly mapping: Mapping;
  readonly canaries: Canaries;
}

/** The laws for the events of a shape: for every leaf, and for keys that nobody declared. */
export function lawsFor(rules: LawRules): LawsOf {
  const { catalogue, mapping, canaries } = rules;
  return ({ name, leaves }) => [
    ...leaves.flatMap((leaf) => {
      const pointer = pointerOf(leaf.path, catalogue);
      const as = mapping.readAs(name, leaf.path);
      if (as === "amount" && typeof leaf.value === "number")
        return [amountLaw(name, leaf.path, pointer, rules)];
      return as === undefined
        ? unreadLaws(name, leaf, pointer, rules)
        : readLaws(name, leaf, pointer, rules);
    }),
    ...strangerLaws(catalogue.form, canaries),
  ];
}

const LENGTHS = [1, 10, 10_000];

/** Whatever a text is read for, words that nobody listed are alike: both fold to the same. */
function readLaws(name: string, { path, value }: Leaf, pointer: string, rules: LawRules): Law[] {
  const { first, second, firstNumber, secondNumber, filler } = rules.canaries;
  const allows = allowing(name, path, rules);
  const alike = (rule: Law["rule"], one: Rewrite, other: Rewrite): Law => {
    // An event of a wrong type counts nothing, so the two must be right or wrong together.
    const isFair = (held: unknown): boolean => allows(one(held)) === allows(other(held));
    const fairly = (rewrite: Rewrite): Change =>
      at(path, (held) => (isFair(held) ? rewrite(held) : held));
    return { rule, pointer, one: fairly(one), other: fairly(other) };
  };
  if (typeof value === "boolean") return [];
  if (typeof value === "number")
    return [
      alike(
        "flow.interference",
        () => firstNumber,
        () => secondNumber,
      ),
    ];
  return [
    alike(
      "flow.interference",
      () => first,
      () => second,
    ),
    alike("flow.interference", around("", ` ${first}`), around("", ` ${second}`)),
    alike("flow.interference", around(`${first} `, ""), around(`${second} `, "")),
    ...LENGTHS.slice(1).map((length) =>
      alike(
        "flow.length-channel",
        () => filler,
        () => filler.repeat(length),
      ),
    ),
  ];
}

type Rewrite = (held: unknown) => unknown;

/** Whether a value may stand at a path. Of a capture every value is counted, right or wrong. */
function allowing(name: string, path: Path, rules: LawRules): (held: unknown) => boolean {
  const { catalogue, mapping } = rules;
  const type = catalogue.form === "stream" ? mapping.typeAt(name, path) : undefined;
  return (held) => type === undefined || checkValue(type, held) === undefined;
}

/** What no signal reads may say anything that its type allows. */
function unreadLaws(name: string, { path, value }: Leaf, pointer: string, rules: LawRules): Law[] {
  const { first, firstNumber, filler } = rules.canaries;
  const allows = allowing(name, path, rules);
  // A wrong value stays wrong: mended, its event would count.
  const put = (to: Rewrite): Change =>
    at(path, (held) => (allows(held) && allows(to(held)) ? to(held) : held));
  const may = (rule: Law["rule"], to: Rewrite, one: Change = unchanged): Law[] => [
    { rule, pointer, one, other: put(to) },
  ];
  const besides = [
    ...(laterThan(value) === value ? [] : may("flow.time-dependence", laterThan)),
    ...renameLaws(name, path, pointer, rules),
  ];
  if (typeof value === "number")
    return [...may("flow.interference", () => firstNumber), ...besides];
  if (typeof value === "boolean")
    return [...may("flow.interference", (held) => held !== true), ...besides];
  const empty = put(() => "");
  return [
    ...may("flow.interference", () => first),
    ...(allows("") ? LENGTHS : []).flatMap((length) =>
      may("flow.length-channel", () => filler.repeat(length), empty),
    ),
    ...besides,
  ];
}

/** A key that nobody declared may have any name. */
function renameLaws(
  name: string,
  path: Path,
  pointer: string,
  { mapping, canaries }: LawRules,
): Law[] {
  if (mapping.typeAt(name, path) !== undefined || typeof path.at(-1) === "number") return [];
  const renamed: Change = (body) => withKey(body, path, () => `${canaries.first}/key`);
  return [{ rule: "flow.interference", pointer, one: unchanged, other: renamed }];
}

/** An amount may move as long as it stays in its buckets. */
function amountLaw(name: string, path: Path, pointer: string, rules: LawRules): Law {
  const { catalogue, metrics } = rules;
  const field = fieldsOf(catalogue.form);
  const allows = allowing(name, path, rules);
  const ratios = metrics.signals.flatMap((signal) =>
    signal.on === name && signal.kind === "ratio" ? [bucketing(signal, field)] : [],
  );
  const moved = (body: Body): Body => {
    const amount = valueAt(body, path);
    if (typeof amount !== "number") return body;
    const stays = [amount + 1, amount - 1, amount * 2]
      .filter(allows)
      .map((held) => withValue(body, path, () => held))
      .find((other) => ratios.every((bucketOf) => bucketOf(other) === bucketOf(body)));
    return stays ?? body;
  };
  return { rule: "flow.interference", pointer, one: unchanged, other: moved };
}

/** Keys that nobody declared may come and go. */
function strangerLaws(form: Catalogue["form"], { first }: Canaries): Law[] {
  const places: Path[] = form === "stream" ? [[]] : [[], ["properties"]];
  return places.map((path) => ({
    rule: "flow.interference",
    pointer: [...path, "*"].join("."),
    one: unchanged,
    other: at(path, (held) => (isRecord(held) ? { ...held, [`${first}/key`]: first } : held)),
  }));
}

const at =
  (path: Path, change: Rewrite): Change =>
  (body) =>
    withValue(body, path, change);

const around =
  (before: string, after: string): Rewrite =>
  (value) =>
    typeof value === "string" ? `${before}${value}${after}` : value;

/** An hour later, where a value is a time; any other as it is. */
function laterThan(value: unknown): unknown {
  if (typeof value === "string") {
    const ms = ISO_TIME.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? value : new Date(ms + 3_600_000).toISOString();
  }
  if (typeof value !== "number") return value;
  const unit = [1, 1_000].find((each) => value >= EPOCH.from * each && value < EPOCH.to * each);
  return unit === undefined ? value : value + 3_600 * unit;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
/** 2001 to 2039, in seconds; milliseconds are told by their size (`privacy-rules.md` 3.3). */
const EPOCH = { from: 978_307_200, to: 2_177_452_800 } as const;
