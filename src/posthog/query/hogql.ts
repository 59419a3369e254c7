/** A HogQL query whose texts stand beside it: `{text_1}` in the query is `text_1` in the values. */
export interface HogQl {
  readonly query: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * ClickHouse's SQL as HogQL. Texts become values, because parsers of different ages read a backslash
 * in a literal differently; functions that go by another name, or take other arguments, are renamed.
 * Functions that HogQL lacks stay as they are, and PostHog refuses them.
 */
export function toHogQl(sql: string): HogQl {
  const names = new Map<string, string>();
  const placeholder = (said: string): string => {
    const name = names.get(said) ?? `text_${names.size + 1}`;
    names.set(said, name);
    return `{${name}}`;
  };
  const tokens = [...sql.replaceAll(...NO_TEXTS).matchAll(TOKEN)].map(([token]) =>
    token.startsWith("'") ? placeholder(textOf(token)) : token,
  );
  const query = listOf(tokens, 0).items.join(",");
  return { query, values: Object.fromEntries([...names].map(([said, name]) => [name, said])) };
}

/** An empty list says of what it is; HogQL has no CAST to a type by name. */
const NO_TEXTS = ["CAST([], 'Array(String)')", "arrayPopBack([''])"] as const;

/** A text, a quoted name, a word, space, or any other single character. */
const TOKEN = /'(?:[^'\\]|\\.|'')*'|`[^`]*`|[\w$]+|\s+|./gs;

interface List {
  readonly items: readonly string[];
  /** Where the tokens go on behind it. */
  readonly end: number;
}

/** What stands between commas, up to the bracket that closes it. */
function listOf(tokens: readonly string[], start: number): List {
  const items: string[] = [];
  let item = "";
  let at = start;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    if (token === ")" || token === "]") break;
    if (token === "(" || token === "[") {
      const inner = listOf(tokens, at + 1);
      item += `${token}${inner.items.join(",")}${tokens[inner.end] ?? ""}`;
      at = inner.end;
    } else if (token === ",") {
      items.push(item);
      item = "";
    } else if (tokens[at + 1] === "(" && Object.hasOwn(CALLS, token)) {
      const inner = listOf(tokens, at + 2);
      item += CALLS[token]?.(inner.items.map((argument) => argument.trim())) ?? "";
      at = inner.end;
    } else item += token;
  }
  return { items: [...items, item], end: at };
}

type Call = (given: readonly string[]) => string;

const renamed =
  (name: string): Call =>
  (given) =>
    `${name}(${given.join(", ")})`;

/** Longer than any text, for a part of one that has no end. */
const TO_THE_END = "1000000000";

/** PostHog's `posthog/hogql/functions` on the left, its `HogQLFunctionMeta` on the right. */
const CALLS: Readonly<Record<string, Call>> = {
  toUInt64: renamed("_toUInt64"),
  toInt64: renamed("_toInt64"),
  toFloat64: renamed("toFloat"),
  substring: ([from = "", start = "", length = TO_THE_END]) =>
    `substring(${from}, ${start}, ${length})`,
};

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** What a literal of ClickHouse says; a backslash before anything else stays. */
function textOf(literal: string): string {
  return literal.slice(1, -1).replaceAll(/''|\\(.)/gs, (both, escaped?: string) => {
    if (escaped === undefined) return "'";
    return ESCAPES[escaped] ?? (/[\\'"`/=]/.test(escaped) ? escaped : both);
  });
}
