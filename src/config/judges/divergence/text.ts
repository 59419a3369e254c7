import { asksProperty } from "../../condition.ts";
import { partOf } from "../../constraints/part.ts";
import { type Divergences, warning } from "./divergence.ts";

/**
 * Pieces of text that only a list or an object can hold: the server looks for them in its JSON,
 * `["a"]`, and posthog-node in JavaScript's text of it, `a` or `[object Object]`.
 */
export const text: Divergences = (condition) => {
  const part = partOf(condition);
  if (!asksProperty(condition) || part === undefined || !/["[\]{}]/.test(part.piece)) return [];
  return [
    warning(
      "divergence.list-as-text",
      "The server looks into the JSON of a list or an object, and the SDK into JavaScript's text of it, which has no brackets and no quotes",
      "send what is looked for as a property of its own and leave brackets and quotes out",
    ),
  ];
};
