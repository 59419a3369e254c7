import { STOP } from "../../hints.ts";
import * as check from "../national-checks.ts";
import { any, type Check, spansOf, type Search, type SpanRule } from "../rule.ts";

const near =
  (words: RegExp, holds: (match: string) => boolean = () => true): Check =>
  ({ 0: match, index }, text) =>
    words.test(text.slice(Math.max(0, index - NEAR), index)) && holds(match);
/** How far before a number its name may stand. */
const NEAR = 32;

/** Without a check digit only a word before it tells a number from any other of its shape. */
const named = (words: RegExp, { patterns, spansIn }: Search): Search => ({
  patterns,
  spansIn: (text, signs) =>
    spansIn(text, signs).map((span) =>
      words.test(text.slice(Math.max(0, span.start - NEAR), span.start))
        ? span
        : { ...span, isShapeAlone: true },
    ),
});

/** Names that stand for themselves, if only in `employee_ssn` or `tax_id`. */
const word = (names: string): RegExp =>
  new RegExp(`(?<![a-z])(?:${names.replaceAll(" ", "[ _-]")})(?![a-z])`, "i");

const SSN = word("ssn|social security");
const GERMAN = new RegExp(`steuer|${word("tax id|idnr").source}`, "i");

const whole =
  (holds: (match: string) => boolean): Check =>
  ([match]) =>
    holds(match);

const either =
  (...checks: readonly Check[]): Check =>
  (match, text) =>
    checks.some((holds) => holds(match, text));

const FORMATS: readonly Search[] = [
  named(
    SSN,
    spansOf(/(?<![\w.-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g),
  ),
  spansOf(/(?<![\w.-])\d{9}(?![\w-])/g, near(SSN, check.isSsn)),
  named(
    word("itin|tax id|taxpayer id"),
    spansOf(/(?<![\w.-])9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])-\d{4}(?![\w-])/g),
  ),
  named(
    word("nino|ni number|national insurance"),
    spansOf(
      /(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])/g,
    ),
  ),
  spansOf(/(?<![\w.+-])\d{3}[ -]\d{3}[ -]\d{4}(?![\w-])/g, near(word("nhs"), check.isNhs)),
  spansOf(
    /(?<![\w.+-])\d{3}([ -])\d{3}\1\d{3}(?![\w-])/g,
    near(word("sin|social insurance"), check.isSin),
  ),
  spansOf(/(?<![A-Za-z0-9])(\d{8})-?([A-HJ-NP-TV-Z])(?![A-Za-z0-9])/g, whole(check.isDni)),
  spansOf(/(?<![A-Za-z0-9])([XYZ])-?(\d{7})-?([A-Z])(?![A-Za-z0-9])/g, whole(check.isDni)),
  spansOf(
    /(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])/g,
    whole(check.isCodiceFiscale),
  ),
  spansOf(
    /(?<![\w.+-])([12]) ?(\d{2}) ?(0[1-9]|1[0-2]) ?(\d{2}|2[AB]) ?(\d{3}) ?(\d{3}) ?(\d{2})(?![\w-])/g,
    whole(check.isNir),
  ),
  spansOf(
    /(?<![\w.+-])\d{11}(?![\w-])/g,
    either(near(GERMAN, check.isGermanTaxId), near(word("pesel"), check.isPesel)),
  ),
  spansOf(/(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, whole(check.isCpf)),
  spansOf(/(?<![\w.+-])[2-9]\d{3} \d{4} \d{4}(?![\w-]| \d)/g, whole(check.isAadhaar)),
  named(
    word("pan"),
    spansOf(/(?<![A-Za-z0-9])[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z](?![A-Za-z0-9])/g),
  ),
  spansOf(
    /(?<![\w.+-])(?:\d{2})?(\d{2})(\d{2})(\d{2})[-+](\d{4})(?![\w-])/g,
    whole(check.isPersonnummer),
  ),
  spansOf(/(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])/g, whole(check.isNric)),
  spansOf(/(?<![\w.-])[1-9]\d{16}[\dXx](?![\w-])/g, whole(check.isResidentId)),
  named(
    word("rrn|resident registration"),
    spansOf(/(?<![\w.-])\d{2}(\d{2})(\d{2})-[1-8]\d{6}(?![\w-])/g, ([, month, day]) =>
      check.isDate(month, day),
    ),
  ),
];

export const nationalId: SpanRule = {
  id: "pii.national-id",
  severity: "error",
  why: "A national identity number names a person for life",
  hint: STOP,
  // A number that starts on its own, or a capital letter before one.
  needs: /(?<![A-Za-z0-9])\d[\d ]|[A-Z][ -]?\d/,
  find: any(...FORMATS),
  examples: {
    finds: [
      "SSN 078-05-1120",
      "employee_ssn=219099999",
      "dni=12345678Z",
      "CPF 529.982.247-25",
      "NRIC S1234567D",
    ],
    passes: [
      "000-12-3456",
      "12345678A",
      "999.999.999-99",
      "S1234567A",
      "123-456-789",
      "classname 219099999",
    ],
  },
};
