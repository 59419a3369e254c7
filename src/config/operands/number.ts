const STRICT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** The number that both posthog-node and PostHog's server read in a text: `5`, `-1.5`, `1e3`. */
export function strictNumber(text: string): number | undefined {
  if (!STRICT.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * The number of a text in plain decimal spelling. Two such texts are apart as texts only where
 * every text between them begins with a number too, so whatever is compared as text, not as a
 * number, stands on the same side of both.
 */
export function plainNumber(text: string): number | undefined {
  return PLAIN.test(text) ? strictNumber(text) : undefined;
}

/** Whether a text is a whole number, which PostHog and JavaScript spell differently (5, 5.0). */
export function isWhole(value: unknown): boolean {
  return typeof value === "string" ? /^-?\d+$/.test(value) : Number.isInteger(value);
}
