import { STOP } from "../../hints.ts";
import { digitsOf } from "../digits.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const phone: SpanRule = {
  id: "pii.phone",
  severity: "error",
  why: "A telephone number reaches a person",
  hint: STOP,
  needs: /\d[\d ().-]{4,}\d/,
  find: any(
    spansOf(/(?<![\w.+-])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?![\w]|[.-]\d)/g, ([match]) =>
      COUNTRY.test(digitsOf(match).join("")),
    ),
    spansOf(
      /(?<![\w.-])(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?![\w-]|\.\d)/g,
    ),
    spansOf(
      /\b(?:phone|tel|telephone|mobile|cell|fax|whatsapp|sms|call me|call us)\b\D{0,14}(\(?\d(?:[ ().-]{0,2}\d){6,14})(?![\w])/gi,
    ),
    spansOf(
      /(?<![\w.+-])(?:07\d{3} \d{3} ?\d{3}|020 \d{4} \d{4}|01\d{3} \d{6}|01\d{2} \d{3} \d{4}|0[1-9](?:[ .]\d{2}){4})(?![\w])/g,
    ),
  ),
  examples: {
    finds: ["+1 415 555 0132", "(212) 555-0187", "call me on 020 7946 0958"],
    passes: ["+0530", "UTC+02:00", "123-456-789", "+210 12345678"],
  },
};

/** Assigned country codes (ITU E.164). */
const COUNTRY =
  /^(?:1|7|2[07]|2[1][12368]|22\d|23\d|24\d|25[0-8]|26\d|29[01789]|3[0-469]|35\d|37[0-8]|38[0-3]|38[5-79]|4[013-9]|42[013]|5[1-8]|50\d|59\d|6[0-6]|67[02-9]|68\d|69[0-2]|8[1246]|800|808|85[02356]|870|87[89]|88[0-368]|9[0-58]|96[0-8]|97[0-79]|979|99[2-68])/;
