/** The schema, with a value for a key that is not there. */
export { _default as byDefault } from "zod/mini";
