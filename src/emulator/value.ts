/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;
