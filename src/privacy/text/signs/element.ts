import { type Characters, CLASSES, EVERY, one, range } from "./characters.ts";

/** What one character or escape of a pattern stands for. */
export interface Element {
  readonly held: Characters;
  /** Where it stands for one character. */
  readonly code?: number;
}

/** One character or escape. */
export const ELEMENT: RegExp =
  /\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]*\}|c[a-z]|[^])|[^]/iy;

/** What it stands for; anything, where that is not known. */
export function elementOf(token: string): Element {
  if (!token.startsWith("\\")) return character(token.charCodeAt(0));
  const name = token.charAt(1);
  if (name === "d" || name === "w" || name === "s") return { held: CLASSES[name] };
  if (name === "D" || name === "W" || name === "S") return { held: EVERY };
  if (token === String.raw`\p{Cc}`) return { held: CLASSES.controls };
  if (/^\\[pPc]./.test(token)) return { held: EVERY };
  const [code] = /[\da-f]+(?=\}?$)/i.exec(token.slice(2)) ?? [];
  if (code !== undefined && /[ux]/.test(name)) return character(Number.parseInt(code, 16));
  return character(CONTROLS.get(name) ?? name.charCodeAt(0));
}

/** All that stand from one to another. */
export function span(from: Element, to: Element): Characters {
  if (from.code !== undefined && to.code !== undefined) return range(from.code, to.code);
  return from.held | to.held | one(DASH);
}

const character = (code: number): Element => ({ held: one(code), code });

const DASH = 0x2d;
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["0", 0],
  ["b", 8],
  ["t", 9],
  ["n", 10],
  ["v", 11],
  ["f", 12],
  ["r", 13],
]);
