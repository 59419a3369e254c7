import { decoded, encodedBlob } from "./rules/encoded-blob.ts";
import { createOccupancy } from "./occupancy.ts";
import type { Span, TextRule } from "./rule.ts";
import { spanRules, wholeRules } from "./rules.ts";
import { controlChars } from "./rules/control-chars.ts";
import { freeText } from "./rules/free-text.ts";

/**
 * The ids of all string rules that a text breaks, sorted (`privacy-rules.md` 3.1). Candidates are
 * taken in the order of the rules, then by start, then longest first; one that overlaps an earlier
 * one is not reported. The text rules look at what is left.
 */
export function scanText(text: string): string[] {
  return [...scanStrings(text).keys()].map(({ id }) => id);
}

/** How sure a rule is: of what it found it knows more than the shape, or the shape alone. */
export type Certainty = "known" | "shape";

/** As `scanText`: the rules themselves, with how sure each is. */
export function scanStrings(text: string): ReadonlyMap<TextRule, Certainty> {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const found = scan(text);
  if (text.length <= MAX_REMEMBERED_LENGTH) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, found);
  }
  return found;
}

const MAX_LENGTH = 65_536;
/** Encodings inside encodings are opened this often. */
const MAX_LAYERS = 2;

/** Logs repeat themselves: of the texts in one real log only a sixth were distinct. */
const remembered = new Map<string, ReadonlyMap<TextRule, Certainty>>();
const MAX_REMEMBERED = 4_096;
const MAX_REMEMBERED_LENGTH = 256;

type Found = Map<TextRule, Certainty>;

function scan(whole: string): ReadonlyMap<TextRule, Certainty> {
  const found: Found = new Map();
  if (whole.length > MAX_LENGTH) found.set(freeText, "known");
  const text = whole.slice(0, MAX_LENGTH).toWellFormed();
  const rest = findSpans(text, found, 0);
  if (controlChars.matches(text)) found.set(controlChars, "known");
  const judged = rest.replace(PRODUCT_TOKEN, " ");
  const rule = wholeRules.find(({ matches }) => matches(judged));
  if (rule !== undefined && !found.has(freeText)) found.set(rule, "known");
  return new Map([...found].toSorted(([{ id: a }], [{ id: b }]) => (a < b ? -1 : 1)));
}

/** Reports what the span rules find, and gives back the text without it. */
function findSpans(text: string, found: Found, layer: number): string {
  const occupancy = createOccupancy(text);
  for (const rule of spanRules) {
    if (!rule.needs.test(text)) continue;
    for (const span of inOrder(rule.find(text))) {
      if (!occupancy.claim(span)) continue;
      if (span.isShapeAlone !== true) found.set(rule, "known");
      else if (!found.has(rule)) found.set(rule, "shape");
      if (rule === encodedBlob) open(text.slice(span.start, span.end), found, layer);
    }
  }
  return occupancy.masked();
}

function open(blob: string, found: Found, layer: number): void {
  const inside = layer < MAX_LAYERS ? decoded(blob) : undefined;
  if (inside !== undefined) findSpans(inside, found, layer + 1);
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** `Name/1.2 (comment)`, as in a user agent. */
const PRODUCT_TOKEN = /\b[A-Za-z][A-Za-z0-9.-]{0,40}\/\d[\d.]{0,30}(?: \([^()]{0,200}\))?/g;
