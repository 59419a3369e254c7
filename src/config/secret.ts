/** Forms that only a credential has. Every repetition is bounded. */
const FORMS = [
  // PostHog's own: any length, since even a shortened key does not belong in a file.
  "(?<![A-Za-z0-9])ph[xcs]_[A-Za-z0-9_-]{3,200}",
  "(?<![A-Za-z0-9])ph[ar]_[A-Za-z0-9]{20,200}",
  "-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\\s\\\\]{0,8000}",
  "(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,60}\\d)[A-Za-z0-9_-]{20,200}",
  "(?<![A-Za-z0-9])gh[opsru]_[A-Za-z0-9]{30,255}",
  "(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{30,255}",
  "(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,64}",
  "(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])",
  "(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}",
  "(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,200}",
  "(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}",
  "(?<![A-Za-z0-9])(?:npm|hf)_[A-Za-z0-9]{30,64}",
  "(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{0,1000}",
  // A password before the host of a URL.
  "(?<=://[^\\s/@:\"']{0,100}:)[^\\s/@\"']{1,200}(?=@)",
].join("|");

const SECRET = new RegExp(FORMS, "g");

/** Every secret in the text, with its offset. */
export function secretsIn(
  text: string,
): readonly { readonly offset: number; readonly text: string }[] {
  return [...text.matchAll(SECRET)].map((match) => ({ offset: match.index, text: match[0] }));
}

/** The text with every secret replaced, for anything that is going to be shown. */
export function redact(text: string): string {
  return text.replace(SECRET, "***");
}
