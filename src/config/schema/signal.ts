import { z } from "zod/mini";
import type { Signal } from "../../metrics/signal.ts";
import { fieldMatch } from "./field-match.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { date, positive, text } from "./scalar.ts";
import { list } from "./list.ts";
import { table } from "./table.ts";

const code = z
  .string({ error: "Expected a status code" })
  .check(z.regex(/^[1-5]\d\d(?:-[1-5]\d\d)?$/, "Expected a status code"));

const wordRow = table({
  bucket: about("The bucket", z.string()),
  any: about('Parts of the text; "=word" asks for a whole word', list(text, 1)),
});

/** Made only for a file that has one: it is a fifth of all parts of the schema. */
const signal = z.lazy(() =>
  about(
    "A counter: what it counts and into which buckets",
    table({
      on: about("The event that is counted", z.clone(text)),
      when: about("Counted when any row holds; none: always", byDefault(z.array(fieldMatch), [])),
      unless: about(
        "Never counted when a field has one of the values",
        byDefault(fieldMatch, new Map()),
      ),
      label: about("The dotted path of the field that names the bucket", z.optional(text)),
      fold: about(
        "How the label is folded before it is compared",
        byDefault(z.enum(["none", "trim-lower"]), "none"),
      ),
      buckets: about(
        "The closed list of labels; absent: an open label, which check reports",
        z.optional(z.array(z.string())),
      ),
      other: about("The bucket of everything that is not listed", z.optional(z.string())),
      ratio: about(
        "Two dotted paths; counts first / (first + second) in percent",
        z.optional(z.tuple([text, text])),
      ),
      edges: about(
        "Buckets of a ratio and the percent each starts at",
        z.optional(z.record(z.string(), z.number())),
      ),
      classify: about("The dotted path of the text that is read, never copied", z.optional(text)),
      without: about("What is cut out before reading", byDefault(z.array(z.enum(["url"])), [])),
      status: about(
        "How a status code is found: beside a label or reason, or plainly after status",
        z.optional(z.enum(["labelled", "plain"])),
      ),
      codes: about(
        'Buckets and their status codes: "400" or "500-599"',
        byDefault(z.record(z.string(), list(code, 1)), {}),
      ),
      words: about(
        "Buckets by words, first match wins; read when no code decided",
        byDefault(z.array(wordRow), []),
      ),
      max: about(
        "The most that one installation says in a bucket of it, in a period",
        z.optional(positive),
      ),
      changed: about(
        "The schema version since which it counts otherwise: what --against finds is a note",
        z.optional(positive),
      ),
      expires: about("The last day it may be counted, at most 730 days ahead", z.optional(date)),
      retired: about(
        "Buckets of earlier schemas: they stay listed, so that none comes back",
        z.optional(z.array(text)),
      ),
      owner: about("Who answers for it", z.optional(z.string())),
      purpose: about("What it is counted for", z.optional(z.string())),
      review: about("Where it was agreed, such as a pull request", z.optional(z.string())),
    }),
  ),
);

type Said = z.output<typeof signal>;

/** `[metrics.signals.NAME]`, in the order of the file. */
export const signals: z.ZodMiniType<Signal[]> = z.pipe(
  z.record(text, signal),
  z.transform((declared) => Object.entries(declared).map(([name, each]) => toSignal(name, each))),
);

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
