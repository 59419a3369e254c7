import type { Canaries } from "./canary.ts";
import { encodingIn, needlesOf } from "./encodings.ts";
import type { Change, Law, LawsOf } from "./law.ts";
import type { Sample, Shape } from "./samples.ts";
import type { Seal } from "./seal.ts";
import { lineOf } from "./whole.ts";

/** A law that the sealed bytes broke, at the first event that shows it. */
export interface Broken {
  readonly rule: Law["rule"] | "flow.canary-leak";
  readonly pointer: string;
  readonly shape: Shape;
  readonly sample: Sample | undefined;
}

/**
 * Seals the events of a shape both ways for each of its laws. The cost follows shapes and leaves,
 * not the lines of the logs.
 */
export function judgeShape(
  shape: Shape,
  lawsOf: LawsOf,
  {
    seal,
    opening,
    canaries,
  }: {
    readonly seal: Seal;
    readonly opening: readonly string[];
    readonly canaries: Canaries;
  },
): { readonly tried: number; readonly broken: readonly Broken[] } {
  const needles = needlesOf(canaries.first);
  const sealed = new Map<Change, string>();
  const sealOf = (change: Change, samples: readonly Sample[]): string =>
    seal([...opening, ...samples.map(({ body }) => lineOf(change(body)))]);
  const sealAll = (change: Change): string => {
    const known = sealed.get(change) ?? sealOf(change, shape.samples);
    sealed.set(change, known);
    return known;
  };

  const laws = lawsOf(shape);
  const broken = laws.flatMap((law): Broken[] => {
    const { rule, pointer, one, other } = law;
    const bytes = [sealAll(one), sealAll(other)];
    if (bytes[0] === bytes[1]) return [];
    const sample =
      shape.samples.find((each) => sealOf(one, [each]) !== sealOf(other, [each])) ??
      shape.samples[0];
    const at = { pointer, shape, sample };
    const isOut = bytes.some((text) => encodingIn(text, needles) !== undefined);
    return [{ rule, ...at }, ...(isOut ? [{ rule: "flow.canary-leak" as const, ...at }] : [])];
  });
  return { tried: laws.length, broken: distinct(broken) };
}

/** Several laws speak of one leaf; what they say is said once. */
function distinct(broken: readonly Broken[]): Broken[] {
  const seen = new Set<string>();
  return broken.filter(({ rule, pointer }) => {
    const key = `${rule} ${pointer}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
