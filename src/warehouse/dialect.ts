/** How one engine writes what an assignment is made of. Everything else it shares with the others. */
export interface Dialect {
  /** A text as a literal. */
  readonly text: (value: string) => string;
  /** The first 60 bits of the SHA-1 of a text's UTF-8 bytes, as a whole number. */
  readonly place: (text: string) => string;
  /** A text with each character of `from` put as the one of `to` at the same position. */
  readonly translate: (text: string, from: string, to: string) => string;
  readonly startsWith: (text: string, beginning: string) => string;
  readonly endsWith: (text: string, ending: string) => string;
  readonly matches: (text: string, pattern: string) => string;
  /** What the only group of a pattern holds; an empty text where the pattern does not match. */
  readonly captured: (text: string, pattern: string) => string;
  /** Whether a column's text is JSON. */
  readonly isJson: (column: string) => string;
  /** What a column's JSON object holds under a name; a null column holds nothing. */
  readonly member: (column: string, name: string) => Member;
  /** The names that `Member.kind` may have, as a list of literals. */
  readonly kinds: Readonly<Record<"text" | "number" | "boolean" | "null", string>>;
}

/** One property in a column of JSON objects; `text` and `number` mean nothing for other kinds. */
export interface Member {
  readonly exists: string;
  readonly kind: string;
  readonly text: string;
  /** A double. */
  readonly number: string;
  readonly boolean: string;
}
