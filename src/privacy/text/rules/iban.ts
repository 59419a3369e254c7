import { STOP } from "../../hints.ts";
import type { Span, SpanRule } from "../rule.ts";

const CANDIDATE = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;

export const iban: SpanRule = {
  id: "pii.iban",
  severity: "error",
  why: "The number of a bank account names a person",
  hint: STOP,
  needs: /[A-Z]{2}\d{2}/,
  find: {
    patterns: [CANDIDATE],
    spansIn: (text) =>
      [...text.matchAll(CANDIDATE)].flatMap(({ index, 0: match }) => ibanAt(match, index)),
  },
  examples: {
    finds: ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"],
    passes: ["GB82 WEST 1234 5698 7654 33", "DE00000000000000000000"],
  },
};

/** The match cut to its country's length, if the check digits hold. */
function ibanAt(match: string, index: number): Span[] {
  const length = IBAN_LENGTH.get(match.slice(0, 2)) ?? 0;
  let taken = 0;
  let end = 0;
  while (end < match.length && taken < length) {
    if (/[A-Z0-9]/.test(match.charAt(end))) taken += 1;
    end += 1;
  }
  const code = match.slice(0, end).replace(/[ -]/g, "");
  return length > 0 && taken === length && mod97(code) === 1
    ? [{ start: index, end: index + end }]
    : [];
}

function mod97(code: string): number {
  const moved = code.slice(4) + code.slice(0, 4);
  let rest = 0;
  for (const character of moved)
    for (const digit of String(Number.parseInt(character, 36)))
      rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** Lengths of the SWIFT registry. */
const IBAN_LENGTH: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 " +
    "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 " +
    "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 " +
    "MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 " +
    "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
