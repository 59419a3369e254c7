/** A pattern that may not be used, and what it should be. */
export interface PatternRule {
  readonly expected: string;
  readonly holds: (source: string) => boolean;
}

/**
 * What makes a pattern safe to run on foreign text: it compiles, and it has no look-around, no
 * back-reference and no repetition of a group whose own length varies, which can take exponential
 * time. A fixed count inside a repetition, as in `(?:-[0-9a-f]{4}){3}`, is harmless.
 */
export const patternRules: readonly PatternRule[] = [
  { expected: "Expected a regular expression", holds: compiles },
  { expected: "Expected no look-around and no back-reference", holds: (s) => !reachesOutside(s) },
  {
    expected: "Expected no repetition of a group that repeats",
    holds: (s) => !repeatsRepetition(s),
  },
];

/** On its own and as the whole value, so that a stray bracket cannot escape from the anchors. */
function compiles(source: string): boolean {
  try {
    return [source, `^(?:${source})$`].every((text) => new RegExp(text, "u") instanceof RegExp);
  } catch {
    return false;
  }
}

function reachesOutside(source: string): boolean {
  const escapes = [...source.matchAll(/\\([^])/gu)];
  return escapes.some(([, name = ""]) => /[1-9k]/u.test(name)) || /\(\?<?[=!]/u.test(bare(source));
}

/** The pattern without its escapes and classes, which say nothing about groups. */
function bare(source: string): string {
  return source.replace(/\\(?:[pPu]\{[^}]*\}|[^])/gu, "a").replace(/\[[^\]]*\]/gu, "a");
}

/** A group, a quantifier, or any other character. */
const TOKEN = /\((?:\?(?::|<[^>]*>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu;

function repeatsRepetition(source: string): boolean {
  /** For each open group, whether its length varies. */
  const open = [false];
  let closed = false;
  for (const [token] of bare(source).matchAll(TOKEN)) {
    if (closed && /^(?:[*+]|\{)/u.test(token)) return true;
    if (token.startsWith("(")) open.push(false);
    closed = token === ")" && open.pop() === true;
    const varies = closed || /^(?:[*+?]|\{\d+,)/u.test(token);
    if (varies) open[open.length - 1] = true;
  }
  return false;
}
