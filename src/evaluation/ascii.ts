/** Whether a text is ASCII, which each of the engines compared here reads alike. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

const UPPER_CASE = /[A-Z]/g;

/** A text in lower case as PostHog compares texts: only ASCII letters lose theirs (`posthog-api.md` 5.4). */
export function fold(said: string): string {
  return isAscii(said)
    ? said.toLowerCase()
    : said.replace(UPPER_CASE, (letter) => letter.toLowerCase());
}
