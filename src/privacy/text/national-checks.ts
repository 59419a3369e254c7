import { digitsOf, isLuhn, weighted } from "./digits.ts";

/** United States: area and group rules of a number without separators. */
export function isSsn(text: string): boolean {
  return !/^(?:000|666|9)|^.{3}00|0000$/.test(text);
}

/** United Kingdom, NHS: mod 11. */
export function isNhs(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return (11 - (sum % 11)) % 11 === digits[9];
}

/** Canada: Luhn. */
export function isSin(text: string): boolean {
  return isLuhn(digitsOf(text));
}

/** Spain, DNI and NIE: the letter is the number mod 23. */
export function isDni(text: string): boolean {
  const plain = text
    .replaceAll("-", "")
    .replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Number(plain.slice(0, 8)) % 23) === plain.slice(8);
}

/** Italy: the odd and even places of the first fifteen give the last letter. */
export function isCodiceFiscale(text: string): boolean {
  const sum = Array.from(text.slice(0, 15)).reduce((total, character, index) => {
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (index % 2 === 0 ? (ODD_PLACES[value] ?? 0) : value);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === text.charAt(15);
}

const ODD_PLACES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** France: the key is 97 minus the number mod 97; Corsica counts as 19 and 18. */
export function isNir(text: string): boolean {
  const plain = text.replaceAll(" ", "").replace("2A", "19").replace("2B", "18");
  return 97 - (Number(plain.slice(0, 13)) % 97) === Number(plain.slice(13));
}

/** Germany: ISO 7064 mod 11,10. */
export function isGermanTaxId(text: string): boolean {
  const digits = digitsOf(text);
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits[10];
}

export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  return (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digits[10];
}

/** Brazil: two check digits. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  const key = (count: number): number => {
    const weights = Array.from({ length: count }, (_, index) => count + 1 - index);
    return ((weighted(digits, weights) * 10) % 11) % 10;
  };
  return new Set(digits).size > 1 && key(9) === digits[9] && key(10) === digits[10];
}

/** India: Verhoeff. */
export function isAadhaar(text: string): boolean {
  let state = 0;
  for (const [index, digit] of digitsOf(text).toReversed().entries())
    state = multiply(state, permute(digit, index));
  return state === 0;
}

/** The dihedral group of the pentagon. */
function multiply(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5);
  return b < 5 ? 5 + ((a - 5 - b + 5) % 5) : (a - b + 5) % 5;
}

function permute(digit: number, times: number): number {
  let at = digit;
  for (let turn = 0; turn < times % 8; turn += 1) at = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][at] ?? 0;
  return at;
}

/** Sweden: a date, then Luhn over the last ten digits. */
export function isPersonnummer(text: string): boolean {
  const digits = text.replace(/\D/g, "").slice(-10);
  const day = Number(digits.slice(4, 6));
  const coordination = day > 60 ? day - 60 : day;
  return isDate(digits.slice(2, 4), String(coordination)) && isLuhn(digitsOf(digits));
}

/** Singapore: the letter depends on the sum and the series. */
export function isNric(text: string): boolean {
  const series = text.charAt(0);
  const sum = weighted(digitsOf(text), [2, 7, 6, 5, 4, 3, 2]);
  const last = text.charAt(8);
  if (series === "M") return "KLJNPQRTUWX".charAt(10 - ((sum + 3) % 11)) === last;
  const shifted = (sum + ("TG".includes(series) ? 4 : 0)) % 11;
  return ("ST".includes(series) ? "JZIHGFEDCBA" : "XWUTRQPNMLK").charAt(shifted) === last;
}

/** China: a date, then ISO 7064 mod 11-2. */
export function isResidentId(text: string): boolean {
  const sum = weighted(
    digitsOf(text.slice(0, 17)),
    [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
  );
  return (
    isDate(text.slice(10, 12), text.slice(12, 14)) &&
    "10X98765432".charAt(sum % 11) === text.charAt(17).toUpperCase()
  );
}

/** Whether a month and a day can be one. */
export function isDate(month: string | undefined, day: string | undefined): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}
