import { remembered } from "../remembered.ts";
import { decoded, encodedBlob } from "./rules/encoded-blob.ts";
import { claim, masked } from "./occupancy.ts";
import type { Span, TextRule } from "./rule.ts";
import { spanRules, wholeRules } from "./rules.ts";
import { gateOf, passes } from "./signs/gate.ts";
import { ANYTHING, type Signs, signsOf } from "./signs/signs.ts";
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
export const scanStrings: (text: string) => ReadonlyMap<TextRule, Certainty> = remembered(
  scan,
  256,
);

const MAX_LENGTH = 65_536;
/** Encodings inside encodings are opened this often. */
const MAX_LAYERS = 2;

type Found = Map<TextRule, Certainty>;

function scan(whole: string): ReadonlyMap<TextRule, Certainty> {
  const found: Found = new Map();
  if (whole.length > MAX_LENGTH) found.set(freeText, "known");
  const text = whole.slice(0, MAX_LENGTH).toWellFormed();
  const signs = lookAt(text);
  const rest = findSpans(text, signs, found);
  if (controlChars.matches(text, signs)) found.set(controlChars, "known");
  judgeRest(rest, found);
  return shared(found);
}

/** One answer for all texts in which the same is found: who reads many need not look into it. */
function shared(found: Found): Found {
  if (found.size === 0) return NOTHING;
  let key = "";
  for (const [{ id }, certainty] of found)
    key = key === "" && certainty === "known" ? id : `${key} ${certainty} ${id}`;
  let known = answers.get(key);
  if (known === undefined) {
    known = new Map([...found].toSorted(([a], [b]) => (a.id < b.id ? -1 : 1)));
    if (answers.size === MAX_ANSWERS) answers.clear();
    answers.set(key, known);
  }
  return known;
}

const NOTHING: Found = new Map();
const MAX_ANSWERS = 256;
const answers = new Map<string, Found>();

/** Of the first texts only a log has more. */
function lookAt(text: string): Signs {
  looks += 1;
  return looks > FEW ? signsOf(text) : ANYTHING;
}

let looks = 0;
const FEW = 512;

/** Reports what is left of a text, once the span rules have taken what they find. */
function judgeRest(rest: string, found: Found): void {
  const text = rest.replace(PRODUCT_TOKEN, " ");
  const signs = lookAt(text);
  const rule = wholeRules.find(({ matches }) => matches(text, signs));
  if (rule !== undefined && !found.has(freeText)) found.set(rule, "known");
}

/** Reports what the span rules find, and gives back the text without it. */
function findSpans(text: string, signs: Signs, found: Found, layer = 0): string {
  const taken: Span[] = [];
  for (const { rule, gate } of gated) {
    if (!passes(gate, signs) || rule.needs?.test(text) === false) continue;
    for (const span of inOrder(rule.find.spansIn(text, signs))) {
      if (!claim(taken, span)) continue;
      if (span.isShapeAlone !== true) found.set(rule, "known");
      else if (!found.has(rule)) found.set(rule, "shape");
      if (rule === encodedBlob) open(text.slice(span.start, span.end), found, layer);
    }
  }
  return masked(text, taken);
}

const gated = spanRules.map((rule) => ({
  rule,
  gate: gateOf(rule.find.patterns, rule.needs === undefined ? [] : [rule.needs]),
}));

function open(blob: string, found: Found, layer: number): void {
  const inside = layer < MAX_LAYERS ? decoded(blob) : undefined;
  if (inside !== undefined) findSpans(inside, lookAt(inside), found, layer + 1);
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** `Name/1.2 (comment)`, as in a user agent. */
const PRODUCT_TOKEN = /\b[A-Za-z][A-Za-z0-9.-]{0,40}\/\d[\d.]{0,30}(?: \([^()]{0,200}\))?/g;
