/** Whose id is hashed and whose properties are matched: the columns that hold them. */
export interface Subject {
  readonly id: string;
  /** A column of JSON objects, as text. */
  readonly properties: string;
  /** The property that PostHog adds where it is not there: the id. */
  readonly addedKey: string;
  /** When a row names nobody: of a person nothing can be told then, a flag about a group is false. */
  readonly isAbsent: string;
  readonly isPerson: boolean;
}

/** The columns are named as in PostHog's own table of events. */
export const PERSON: Subject = {
  id: "distinct_id",
  properties: "person_properties",
  addedKey: "distinct_id",
  isAbsent: "distinct_id IS NULL",
  isPerson: true,
};

/** A group of the type with this index; a row that is in none has an empty key. */
export function groupAt(index: number): Subject {
  const id = `"$group_${index}"`;
  return {
    id,
    properties: `group${index}_properties`,
    addedKey: "$group_key",
    isAbsent: `coalesce(${idText(id)}, '') = ''`,
    isPerson: false,
  };
}

/** An id as text: some tables keep numbers or UUIDs, and joining makes texts of them. */
export function idText(id: string): string {
  return `(${id} || '')`;
}
