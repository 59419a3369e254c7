import type { DefinitionRule } from "../definition.ts";

export const badBucketing: DefinitionRule = {
  id: "def.bad-bucketing",
  severity: "error",
  why: "The edges do not rise, or are so close together that they give the number back",
  hint: "Space the edges",
  finds: ({ definition: { edges, scale = "open" }, policy: { minRatio } }) => {
    if (edges === undefined) return false;
    const widths = edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0));
    if (edges.some((edge) => Number.isNaN(edge)) || widths.some((width) => width <= 0)) return true;
    if (scale === "percent") return [...widths, 100 - (edges.at(-1) ?? 0)].some((each) => each < 1);
    return givesNumberBack(widths) || isTooClose(edges, minRatio);
  },
  examples: {
    finds: [
      { definition: { name: "size", edges: [0, 80, 50] }, policy: {} },
      { definition: { name: "size", edges: [0, 1, 2, 3] }, policy: {} },
      { definition: { name: "hit", edges: [0, 50, 50.5], scale: "percent" }, policy: {} },
      { definition: { name: "hit", edges: [0, 50, 99.5], scale: "percent" }, policy: {} },
      { definition: { name: "size", edges: [0, 1, 1.5] }, policy: { minRatio: 2 } },
    ],
    passes: [
      { definition: { name: "size", edges: [0, 1, 2, 4, 8] }, policy: { minRatio: 2 } },
      { definition: { name: "hit", edges: [0, 1, 2, 99], scale: "percent" }, policy: {} },
    ],
  },
};

/** Buckets of width one are the number itself. */
const givesNumberBack = (widths: readonly number[]): boolean =>
  widths.length > 1 && widths.every((width) => width === 1);

/** From the third edge on: the first two are zero and where the scale begins. */
const isTooClose = (edges: readonly number[], minRatio: number | undefined): boolean =>
  minRatio !== undefined &&
  edges.some((edge, at) => at >= 2 && edge < minRatio * (edges[at - 1] ?? 0));
