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
        : readLaws(leaf, pointer, canaries);
    }),
    ...strangerLaws(catalogue.form, canaries),
  ];
}

const LENGTHS = [1, 10, 10_000];

/** Whatever a text is read for, words that nobody listed are alike: both fold to the same. */
function readLaws({ path, value }: Leaf, pointer: string, canaries: Canaries): Law[] {
  const { first, second, firstNumber, secondNumber, filler } = canaries;
  const put = (to: unknown): Change => at(path, () => to);
  const alike = (one: Change, other: Change): Law => ({
    rule: "flow.interference",
    pointer,
    one,
    other,
  });
  if (typeof value === "number") return [alike(put(firstNumber), put(secondNumber))];
  if (typeof value === "boolean") return [];
  const [shortest, ...longer] = LENGTHS.map((length) => put(filler.repeat(length)));
  return [
    alike(put(first), put(second)),
    alike(at(path, around("", ` ${first}`)), at(path, around("", ` ${second}`))),
    alike(at(path, around(`${first} `, "")), at(path, around(`${second} `, ""))),
    ...longer.map((other): Law => ({
      rule: "flow.length-channel",
      pointer,
      one: shortest ?? unchanged,
      other,
    })),
  ];
}

/** What no signal reads may say anything that its type allows. */
function unreadLaws(
  name: string,
  { path, value }: Leaf,
  pointer: string,
  { catalogue, mapping, canaries }: LawRules,
): Law[] {
  const type = catalogue.form === "stream" ? mapping.typeAt(name, path) : undefined;
  const allows = (held: unknown): boolean =>
    type === undefined || checkValue(type, held) === undefined;
  const against =
    (rule: Law["rule"], one: Change = unchanged) =>
    (held: unknown): Law[] =>
      allows(held) ? [{ rule, pointer, one, other: at(path, () => held) }] : [];
  const { first, firstNumber, filler } = canaries;
  const interference = against("flow.interference");
  const shifted: Law[] =
    laterThan(value) === value
      ? []
      : [{ rule: "flow.time-dependence", pointer, one: unchanged, other: at(path, laterThan) }];
  const renamed: Law[] =
    type === undefined && typeof path.at(-1) === "string"
      ? [
          {
            rule: "flow.interference",
            pointer,
            one: unchanged,
            other: (body) => withKey(body, path, () => `${first}/key`),
          },
        ]
      : [];
  if (typeof value === "number") return [...interference(firstNumber), ...shifted, ...renamed];
  if (typeof value === "boolean") return [...interference(!value), ...renamed];
  const empty = at(path, () => "");
  return [
    ...interference(first),
    ...(allows("") ? LENGTHS : []).flatMap((length) =>
      against("flow.length-channel", empty)(filler.repeat(length)),
    ),
    ...shifted,
    ...renamed,
  ];
}

/** An amount may move as long as it stays in its buckets. */
function amountLaw(
  name: string,
  path: Path,
  pointer: string,
  { catalogue, metrics, mapping }: LawRules,
): Law {
  const field = fieldsOf(catalogue.form);
  const ratios = metrics.signals.flatMap((signal) =>
    signal.on === name && signal.kind === "ratio" ? [bucketing(signal, field)] : [],
  );
  const type = catalogue.form === "stream" ? mapping.typeAt(name, path) : undefined;
  const moved = (body: Body): Body => {
    const amount = valueAt(body, path);
    if (typeof amount !== "number") return body;
    const stays = [amount + 1, amount - 1, amount * 2]
      .filter((held) => type === undefined || checkValue(type, held) === undefined)
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
  (path: Path, change: (value: unknown) => unknown): Change =>
  (body) =>
    withValue(body, path, change);

const around =
  (before: string, after: string) =>
  (value: unknown): unknown =>
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
