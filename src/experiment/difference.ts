import type { Declaration, ExperimentDeclaration } from "./declaration.ts";
import { compareFields, type FieldChange } from "./fields.ts";
import { flagFields } from "./flag-change.ts";
import { toFlag } from "./flag.ts";
import { compare, type Json, type JsonObject, toJson } from "./json.ts";
import type { Base } from "./lock.ts";
import { type Moves, reassignment } from "./reassignment.ts";
import { experimentSettings, flagSettings } from "./settings.ts";

/** One flag or experiment that is not the same on both sides. */
export interface Difference {
  /** From before to after. */
  readonly action: "create" | "update" | "remove";
  readonly kind: Declaration["kind"];
  readonly key: string;
  readonly fields: readonly {
    readonly path: string;
    readonly before: Json;
    readonly after: Json;
  }[];
  /** Who would move; null where it depends on who the people are, or is not known here. */
  readonly moves: Moves | null;
}

/** What differs in meaning between two configs; spelling and order of declarations do not. */
export function declaredDifferences(
  before: readonly Declaration[],
  after: readonly Declaration[],
): Difference[] {
  return paired(byName(before), byName(after), (was, is) => ({
    fields: declaredFields(was, is),
    moves: reassignment(was && toFlag(was), is && toFlag(is)),
  }));
}

/** What differs between what was last applied in two environments. */
export function appliedDifferences(before: Base, after: Base): Difference[] {
  return paired(entriesOf(before), entriesOf(after), (was, is) => ({
    fields: compareFields({ base: undefined, config: is ?? null, remote: was ?? null }),
    moves: null,
  }));
}

type Name = `${Declaration["kind"]} ${string}`;

function paired<Side>(
  before: ReadonlyMap<Name, Side>,
  after: ReadonlyMap<Name, Side>,
  difference: (
    was: Side | undefined,
    is: Side | undefined,
  ) => { readonly fields: readonly FieldChange[]; readonly moves: Moves | null },
): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted(compare);
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const { fields, moves } = difference(was, is);
    if (was !== undefined && is !== undefined && fields.length === 0) return [];
    const isFlag = name.startsWith("flag ");
    return [
      {
        action: was === undefined ? "create" : is === undefined ? "remove" : "update",
        kind: isFlag ? "flag" : "experiment",
        key: name.slice(name.indexOf(" ") + 1),
        fields:
          was === undefined || is === undefined
            ? []
            : fields.map(({ path, remote, config }) => ({ path, before: remote, after: config })),
        moves,
      } as const,
    ];
  });
}

function byName(declarations: readonly Declaration[]): Map<Name, Declaration> {
  return new Map(declarations.map((each) => [`${each.kind} ${each.key}`, each]));
}

function entriesOf({ flags, experiments }: Base): Map<Name, JsonObject> {
  return new Map<Name, JsonObject>([
    ...Object.entries(flags).map(([key, held]) => [`flag ${key}` as const, held.settings] as const),
    ...Object.entries(experiments).map(
      ([key, held]) => [`experiment ${key}` as const, held.settings] as const,
    ),
  ]);
}

function declaredFields(was: Declaration | undefined, is: Declaration | undefined): FieldChange[] {
  if (was === undefined || is === undefined) return [];
  const sides = { config: flagSettings(toFlag(is)), remote: flagSettings(toFlag(was)) };
  const flag = flagFields({ base: undefined, ...sides });
  if (was.kind === "flag" || is.kind === "flag") return flag;
  // The flag of an experiment is named and held out after it.
  const own = flag.filter(({ path }) => path !== "name" && path !== "holdout");
  const content = { config: contentOf(is), remote: contentOf(was) };
  return [...own, ...compareFields({ base: undefined, ...content })];
}

/** In the config's words; what only this machine knows of an experiment among it. */
function contentOf(declared: ExperimentDeclaration): JsonObject {
  return {
    ...experimentSettings(declared),
    enabled_variants: declared.enabledVariants,
    enabled_by_default: declared.enabledByDefault,
    user_overridable: declared.userOverridable,
    show_in_settings: declared.showInSettings,
    platforms: declared.platforms,
    remote: declared.remote,
    owner: declared.owner ?? null,
    expires: declared.expires ?? null,
    ramp: toJson(declared.ramp),
  };
}
