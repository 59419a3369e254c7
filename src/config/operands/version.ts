/** Major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

const PLAIN = /^v?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2})$/;
const PLAIN_WILDCARD = /^v?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?)\.\*$/;

/** A version that posthog-node and the server read alike: one to three plain numbers. */
export function plainVersion(text: string): Version | undefined {
  return parts(PLAIN.exec(text)?.[1]);
}

/** The versions that `1.*` or `1.2.*` stands for, from the first to before the last. */
export function plainWildcard(text: string): readonly [Version, Version] | undefined {
  const stem = PLAIN_WILDCARD.exec(text)?.[1];
  const first = parts(stem);
  if (stem === undefined || first === undefined) return undefined;
  const [major, minor] = first;
  return [first, stem.includes(".") ? [major, minor + 1, 0] : [major + 1, 0, 0]];
}

/** Whether at least one side reads the text as a version; PostHog refuses any other. */
export function isVersion(text: string, { wildcard }: { readonly wildcard: boolean }): boolean {
  const bare = text.trim();
  return /^[vV]?\d[\d.]*(?:[-+].*)?$/.test(bare) || (wildcard && /^[vV]?[\d.]*\*$/.test(bare));
}

function parts(stem: string | undefined): Version | undefined {
  if (stem === undefined) return undefined;
  const [major = 0, minor = 0, patch = 0] = stem.split(".").map(Number);
  return [major, minor, patch];
}
