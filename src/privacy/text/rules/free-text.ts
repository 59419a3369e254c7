import { STOP } from "../../hints.ts";
import type { WholeRule } from "../rule.ts";

export const freeText: WholeRule = {
  id: "text.free-text",
  severity: "error",
  why: "Free text may say anything",
  hint: STOP,
  matches: (text) => isUnspaced(text) || isSentence(text),
  examples: {
    finds: ["Please refactor the billing module", "请帮我修复支付模块中的错误"],
    passes: ["tab completion accepted", "rate limit exceeded", "日本語", "yes no maybe"],
  },
};

/** Scripts that write without spaces. */
function isUnspaced(text: string): boolean {
  if (!BEYOND_ASCII.test(text)) return false;
  let letters = 0;
  for (const _ of text.matchAll(UNSPACED)) if ((letters += 1) >= 8) return true;
  return false;
}

const BEYOND_ASCII = /[^\0-\x7F]/;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

function isSentence(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < SHORTEST) return false;
  const parts = trimmed.split(/\s+/);
  if (parts.length < 4) return false;
  const letters = (trimmed.match(/[\p{L}\p{M}]/gu) ?? []).length;
  if (letters < 0.6 * Array.from(trimmed).length) return false;
  const words = parts
    .map((part) => (WORD.exec(part)?.[0] ?? "").toLowerCase())
    .filter((word) => /^[\p{L}\p{M}'’-]{2,40}$/u.test(word) || word === "i" || word === "a");
  const long = words.filter((word) => word.length >= 2).length;
  return long >= 7 || (long >= 4 && words.some((word) => FUNCTION_WORDS.has(word)));
}

/** Four words of two letters. */
const SHORTEST = 11;

/** From the first letter or digit to the last: what stands around a word is no part of it. */
const WORD = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su;

/** English, Spanish, French, German, Italian and Portuguese. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    "the to of in on is for and my please with not are was be this that it we you your our can how " +
    "why what when where from have has an as at by but or if so do does did will would should i'm " +
    "el la que por los las del una con para como está un en es le les des pour une est dans sur avec " +
    "du au ce qui ne pas nous vous der die und ist das ein eine den dem nicht mit auf für von zu im " +
    "wie warum il per non di che una sono gli della o com não uma os as do da em no na"
  ).split(" "),
);
