/** Every URL: bounded in its scheme, so that a long run of letters stays linear (P1). */
export const URLS: RegExp = /[a-z][a-z0-9+.-]{0,15}:\/\/[^\s"'<>)\]}]*/gi;

/**
 * The ways of finding a status code in the text of an error, each the leftmost match only.
 * Sources: seed-systems 4.4 P2 and P3 (`labelled`) and 2.4 (`plain`).
 */
export const statusOf: Readonly<
  Record<"labelled" | "plain", (text: string) => number | undefined>
> = {
  labelled: (text) => codeIn(LABELLED, text) ?? codeIn(PHRASED, text),
  plain: (text) => codeIn(PLAIN, text),
};

const LABELLED =
  /\b(?:status(?: code)?|http(?:\/\d(?:\.\d)?)?|error code)[ :="]{1,4}([1-5]\d\d)(?!\d)/i;
const PHRASED =
  /(?<![\w./:-])([45]\d\d)[ :-]{1,3}(?:bad request|unauthorized|forbidden|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out|overloaded)/i;
const PLAIN = /status (\d{3})/;

function codeIn(pattern: RegExp, text: string): number | undefined {
  const code = pattern.exec(text)?.[1];
  return code === undefined ? undefined : Number(code);
}
