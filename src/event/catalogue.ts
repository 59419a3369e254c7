/** The names of closed sets of values that need no list. The exact sets stand in `value.ts`. */
export const KINDS = [
  "boolean",
  "integer",
  "count",
  "power-of-two",
  "step-5",
  "semver",
  "uuid",
  "hex10",
  "user-agent",
  "text",
] as const;

export type Kind = (typeof KINDS)[number];

export type Literal = string | number | boolean;

/** What a property may hold. `nullable` allows JSON null besides. */
export type PropertyType =
  | { readonly form: "kind"; readonly kind: Kind; readonly nullable: boolean }
  | { readonly form: "literals"; readonly literals: readonly Literal[]; readonly nullable: boolean }
  | {
      readonly form: "any";
      readonly kinds: readonly Kind[];
      readonly literals: readonly Literal[];
      readonly nullable: boolean;
    }
  /** The whole value matches; the source is free of nested repetition, look-around and references. */
  | { readonly form: "pattern"; readonly pattern: string; readonly nullable: boolean }
  | { readonly form: "object"; readonly properties: Properties; readonly nullable: boolean };

export type Properties = ReadonlyMap<string, PropertyType>;

/** What a captured log is, and every event it may hold. */
export interface Catalogue {
  /** `capture`: it left, every event is judged. `stream`: it stays, only counters are judged. */
  readonly form: "capture" | "stream";
  /** The dotted path of the event's name: `event` in a capture, `kind` in an agent stream. */
  readonly name: string;
  readonly closed: boolean;
  /** Properties that every event may carry. */
  readonly common: Properties;
  readonly events: ReadonlyMap<string, Properties>;
  /** Declared flag keys and the values `$feature/KEY` may take besides true and false. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}
