import { z } from "zod";
import type { Signal } from "../../metrics/signal.ts";
import { fieldMatch } from "./field-match.ts";
import { date, positive, text } from "./scalar.ts";
import { list } from "./list.ts";
import { table } from "./table.ts";

const code = z
  .string({ error: "Expected a status code" })
  .regex(/^[1-5]\d\d(?:-[1-5]\d\d)?$/, "Expected a status code");

const signal = table({
  on: text.describe("The event that is counted"),
  when: z.array(fieldMatch).default([]).describe("Counted when any row holds; none: always"),
  unless: fieldMatch
    .default(new Map())
    .describe("Never counted when a field has one of the values"),
  label: text.describe("The dotted path of the field that names the bucket").optional(),
  fold: z
    .enum(["none", "trim-lower"])
    .default("none")
    .describe("How the label is folded before it is compared"),
  buckets: z
    .array(z.string())
    .describe("The closed list of labels; absent: an open label, which check reports")
    .optional(),
  other: z.string().describe("The bucket of everything that is not listed").optional(),
  ratio: z
    .tuple([text, text])
    .describe("Two dotted paths; counts first / (first + second) in percent")
    .optional(),
  edges: z
    .record(z.string(), z.number())
    .describe("Buckets of a ratio and the percent each starts at")
    .optional(),
  classify: text.describe("The dotted path of the text that is read, never copied").optional(),
  without: z
    .array(z.enum(["url"]))
    .default([])
    .describe("What is cut out before reading"),
  status: z
    .enum(["labelled", "plain"])
    .describe("How a status code is found: beside a label or reason, or plainly after status")
    .optional(),
  codes: z
    .record(z.string(), list(code, 1))
    .default({})
    .describe('Buckets and their status codes: "400" or "500-599"'),
  words: z
    .array(
      table({
        bucket: z.string().describe("The bucket"),
        any: list(text, 1).describe('Parts of the text; "=word" asks for a whole word'),
      }),
    )
    .default([])
    .describe("Buckets by words, first match wins; read when no code decided"),
  max: positive
    .describe("The most that one installation says in a bucket of it, in a period")
    .optional(),
  changed: positive
    .describe("The schema version since which it counts otherwise: what --against finds is a note")
    .optional(),
  expires: date.describe("The last day it may be counted, at most 730 days ahead").optional(),
  retired: z
    .array(text)
    .describe("Buckets of earlier schemas: they stay listed, so that none comes back")
    .optional(),
  owner: z.string().describe("Who answers for it").optional(),
  purpose: z.string().describe("What it is counted for").optional(),
  review: z.string().describe("Where it was agreed, such as a pull request").optional(),
}).describe("A counter: what it counts and into which buckets");

type Said = z.output<typeof signal>;

/** `[metrics.signals.NAME]`, in the order of the file. */
export const signals: z.ZodType<Signal[]> = z
  .record(text, signal)
  .transform((declared) => Object.entries(declared).map(([name, said]) => toSignal(name, said)));

function toSignal(name: string, said: Said): Signal {
  const { on, when, unless, label, ratio, classify } = said;
  const selection = { name, on, when, unless, ...termsOf(said) };
  if (label !== undefined) {
    const { fold, buckets, other } = said;
    return { kind: "label", ...selection, label, fold, buckets, other };
  }
  if (ratio !== undefined) return { kind: "ratio", ...selection, ratio, edges: edgesOf(said) };
  if (classify === undefined) return { kind: "count", ...selection };
  const { without, words, other = "other" } = said;
  const codes = codesOf(said);
  // Codes that nothing looks for would be a trap: the stricter reading finds them.
  const status = said.status ?? (codes.length > 0 ? "labelled" : undefined);
  return { kind: "classify", ...selection, classify, without, status, codes, words, other };
}

/** What a signal says of itself, as far as it does. */
function termsOf({ max, changed, expires, retired, owner, purpose, review }: Said): Terms {
  return {
    ...(max !== undefined && { max }),
    ...(changed !== undefined && { changed }),
    ...(expires !== undefined && { expires }),
    ...(retired !== undefined && { retired }),
    ...(owner !== undefined && { owner }),
    ...(purpose !== undefined && { purpose }),
    ...(review !== undefined && { review }),
  };
}

type Terms = Pick<
  Signal,
  "max" | "changed" | "expires" | "retired" | "owner" | "purpose" | "review"
>;

/** In the order of the file: whether they rise is judged elsewhere. */
function edgesOf({ edges = {} }: Said): { bucket: string; from: number }[] {
  return Object.entries(edges).map(([bucket, from]) => ({ bucket, from }));
}

function codesOf({ codes }: Said): { bucket: string; from: number; to: number }[] {
  return Object.entries(codes).flatMap(([bucket, ranges]) =>
    ranges.map((range) => {
      const [from = "", to = from] = range.split("-");
      return { bucket, from: Number(from), to: Number(to) };
    }),
  );
}
