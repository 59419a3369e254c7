import type { SignalKind } from "../kind.ts";
import type { RatioSignal } from "../signal.ts";

/**
 * Counts `first / (first + second)` in percent by the highest edge it reaches. An absent part is
 * zero; a sum of zero, or a part that is no amount, counts nothing.
 */
export const ratio: SignalKind<"ratio"> = {
  id: "ratio",
  about: "Between which edges a share lies",
  compile: ({ ratio: paths, edges }, field) => {
    const [first, second] = [field(paths[0]), field(paths[1])];
    const downwards = edges.toSorted((a, b) => b.from - a.from);
    return (body) => {
      const part = amountOf(first(body));
      const sum = part + amountOf(second(body));
      // In this order, as the seed computes it: exactly 50, 80, 95 or 99 % come out exact.
      return sum > 0 ? downwards.find(({ from }) => from <= (part / sum) * 100)?.bucket : undefined;
    };
  },
  get examples() {
    return EXAMPLES;
  },
};

/** NaN for what is no amount, so that no comparison with it holds. */
function amountOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : Number.NaN;
}

const CACHE_HIT: RatioSignal = {
  kind: "ratio",
  name: "cache_hit",
  on: "usage",
  when: [],
  unless: new Map(),
  ratio: ["usage.hit", "usage.miss"],
  edges: [
    { bucket: "0_50", from: 0 },
    { bucket: "50_80", from: 50 },
    { bucket: "80_95", from: 80 },
    { bucket: "95_99", from: 95 },
    { bucket: "99_100", from: 99 },
  ],
};

const used = (hit: unknown, miss: unknown): { usage: { hit: unknown; miss: unknown } } => ({
  usage: { hit, miss },
});

const EXAMPLES: SignalKind<"ratio">["examples"] = [
  {
    signal: CACHE_HIT,
    counts: [
      [used(0, 100), "0_50"],
      [used(49, 51), "0_50"],
      [used(50, 50), "50_80"],
      [used(60, 40), "50_80"],
      [used(80, 20), "80_95"],
      [used(90, 10), "80_95"],
      [used(95, 5), "95_99"],
      [used(97, 3), "95_99"],
      [used(99, 1), "99_100"],
      [used(999, 1), "99_100"],
      [used(7, undefined), "99_100"],
      [used(null, 7), "0_50"],
      [used(2 ** 53 - 1, 2 ** 53 - 1), "50_80"],
      [used(0, 0), undefined],
      [used("60", 40), undefined],
      [used(-1, 40), undefined],
      [{ usage: null }, undefined],
      [{}, undefined],
    ],
  },
  {
    signal: {
      ...CACHE_HIT,
      edges: [
        { bucket: "most", from: 75 },
        { bucket: "half_up", from: 50 },
      ],
    },
    counts: [
      [used(1, 3), undefined],
      [used(2, 2), "half_up"],
      [used(3, 1), "most"],
    ],
  },
];
