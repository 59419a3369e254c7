import type { Catalogue } from "../../event/catalogue.ts";
import type { Canaries } from "./canary.ts";
import { type Change, unchanged } from "./law.ts";
import { type Leaf, withKey, withValue } from "./leaf.ts";
import type { Mapping } from "./mapping.ts";
import { pointerOf } from "./pointer.ts";
import type { Shape } from "./samples.ts";
import { lineOf } from "./whole.ts";

/** One place of a shape, and the change that puts a canary there. */
export interface Plant {
  readonly shape: Shape;
  readonly pointer: string;
  readonly change: Change;
}

/** A way to put canaries into a log; an event with one everywhere would not get far. */
export const plantings = ["outside", "beside", "everywhere", "keys"] as const;

export type Planting = (typeof plantings)[number];

/**
 * Where canaries go: `outside` into what no signal reads and no type bounds, `beside` next to the
 * words that signals read, `everywhere` in the place of every text and number, `keys` into names.
 */
export function plantsOf(
  planting: Planting,
  shapes: readonly Shape[],
  rules: { readonly catalogue: Catalogue; readonly mapping: Mapping; readonly canaries: Canaries },
): Plant[] {
  const { catalogue, mapping, canaries } = rules;
  return shapes.flatMap((shape) =>
    shape.leaves.flatMap((leaf, at) => {
      const { name } = shape;
      const isRead = mapping.readAs(name, leaf.path) !== undefined;
      const isFree = !isRead && mapping.typeAt(name, leaf.path) === undefined;
      const change = PLANT[planting](leaf, { isRead, isFree }, canaries, at);
      if (change === unchanged) return [];
      return [{ shape, pointer: pointerOf(leaf.path, catalogue), change }];
    }),
  );
}

/** A few events of each shape with the given plants in them, as lines. */
export function planted(shapes: readonly Shape[], plants: readonly Plant[]): string[] {
  return shapes.flatMap((shape) => {
    const changes = plants.filter((plant) => plant.shape === shape);
    return shape.samples
      .slice(0, SAMPLES)
      .map(({ body }) => lineOf(changes.reduce((held, { change }) => change(held), body)));
  });
}

/** Whole runs cost more than sealing: the first events of a shape speak for it. */
const SAMPLES = 4;

type PlantLeaf = (
  leaf: Leaf,
  declared: { readonly isRead: boolean; readonly isFree: boolean },
  canaries: Canaries,
  at: number,
) => Change;

const PLANT: Readonly<Record<Planting, PlantLeaf>> = {
  outside: (leaf, { isFree }, canaries) => (isFree ? replaced(leaf, canaries) : unchanged),
  beside: ({ path, value }, { isRead }, { first }) =>
    isRead && typeof value === "string"
      ? (body) => withValue(body, path, (held) => `${String(held)} ${first}`)
      : unchanged,
  everywhere: (leaf, _, canaries) => replaced(leaf, canaries),
  // Such a name is data to every rule, so it may be shown nowhere.
  keys: ({ path }, { isFree }, { first }, at) =>
    !isFree ? unchanged : (body) => withKey(body, path, () => `${first}/${at}`),
};

function replaced({ path, value }: Leaf, { first, firstNumber }: Canaries): Change {
  if (typeof value === "boolean") return unchanged;
  return (body) => withValue(body, path, () => (typeof value === "number" ? firstNumber : first));
}
