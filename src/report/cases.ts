/** Cases that belong together, such as the tests of one file. */
export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Something that holds or does not. */
export interface Case {
  readonly name: string;
  /** What it is about, such as a flag's key. */
  readonly about: string;
  readonly path: string;
  /** From one; absent: the whole file. */
  readonly line?: number;
  /** Why it does not hold, in a line, and what helps to see why. */
  readonly failure?: { readonly message: string; readonly details: readonly string[] };
  /** Why it was not asked. */
  readonly skipped?: string;
  /** What is worth saying and fails nothing. */
  readonly remarks?: readonly string[];
}
