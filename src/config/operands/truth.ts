/** Whether a value asks for true or false: either as itself, as text in any case, or a list of them. */
export function isBooleanLike(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isBooleanLike);
  return typeof value === "boolean" || isText(value, "true") || isText(value, "false");
}

/** What a boolean-like value asks for in legacy matching: true only where nothing in it is false. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isTruthy);
  return value === true || isText(value, "true");
}

/** Whether a boolean-like list asks for both, which only explicit matching can tell apart. */
export function isMixed(value: unknown): boolean {
  return Array.isArray(value) && new Set(value.map(isTruthy)).size > 1;
}

function isText(value: unknown, text: string): boolean {
  return typeof value === "string" && value.toLowerCase() === text;
}
