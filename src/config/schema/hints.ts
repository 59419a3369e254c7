/** What to write instead, by what the schema says is expected. */
export const HINTS: Readonly<Record<string, string>> = {
  "Expected some text": "Write at least one character that shows",
  "Expected a date": "Write a date such as 2026-12-31",
  "Expected a duration": 'Write a number and a unit, s, m, h or d, such as "10m"',
  "Expected a web address": 'Write an address such as "https://us.posthog.com"',
  "Expected a status code": 'Write a code such as "400", or a range such as "500-599"',
  "Expected a regular expression": "Check brackets and escapes; a backslash is plain in '…'",
  "Expected no look-around and no back-reference": "Say what the whole value looks like instead",
  "Expected no repetition of a group that repeats":
    "Repeat a character, a class or a group of fixed length",
  "Expected a value that JSON can say, so no nan and no inf": "Write a finite number",
  "Expected a key of letters, digits, hyphens and underscores": "Leave other characters out",
  "Expected a key of letters, digits, dots, slashes, hyphens and underscores":
    "Leave other characters out",
};
