import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";

/** Comparing versions by their first three numbers (`posthog-api.md` 5.7). Pre-releases are ignored. */
export const semver: OperatorFamily = {
  semver_eq: comparing((order) => order === 0),
  semver_neq: comparing((order) => order !== 0),
  semver_gt: comparing((order) => order > 0),
  semver_gte: comparing((order) => order >= 0),
  semver_lt: comparing((order) => order < 0),
  semver_lte: comparing((order) => order <= 0),
  semver_tilde: within((text) => tilde(parseVersion(text))),
  semver_caret: within((text) => caret(parseVersion(text))),
  semver_wildcard: within(wildcard),
};

type Version = readonly [major: number, minor: number, patch: number];

/** Versions from `lower` on that are below `upper`. */
interface Range {
  readonly lower: Version;
  readonly upper: Version;
}

function comparing(holds: (order: number) => boolean): Operator {
  return versions((asked) => {
    const wanted = parseVersion(asked);
    return wanted && ((held) => holds(compare(held, wanted)));
  });
}

function within(parseRange: (asked: string) => Range | undefined): Operator {
  return versions((asked) => {
    const range = parseRange(asked);
    return range && ((held) => compare(held, range.lower) >= 0 && compare(held, range.upper) < 0);
  });
}

function versions(read: (asked: string) => ((held: Version) => boolean) | undefined): Operator {
  return {
    judgesNull: false,
    prepare: (asked) => {
      const text = textOf(asked);
      const holds = text === undefined ? undefined : read(text);
      if (holds === undefined) return UNUSABLE;
      return {
        usable: true,
        judge: (held) => {
          const said = textOf(held);
          const version = said === undefined ? undefined : parseVersion(said);
          return version === undefined ? "context" : holds(version);
        },
      };
    },
  };
}

function compare(left: Version, right: Version): number {
  const place = left.findIndex((number, index) => number !== right[index]);
  return place < 0 ? 0 : left[place]! - right[place]!;
}

function tilde(version: Version | undefined): Range | undefined {
  return version && { lower: version, upper: [version[0], version[1] + 1, 0] };
}

function caret(version: Version | undefined): Range | undefined {
  if (version === undefined) return undefined;
  const [major, minor, patch] = version;
  if (major > 0) return { lower: version, upper: [major + 1, 0, 0] };
  if (minor > 0) return { lower: version, upper: [0, minor + 1, 0] };
  return { lower: version, upper: [0, 0, patch + 1] };
}

function wildcard(text: string): Range | undefined {
  const bare = withoutPrefix(text).replace(/\.\*$/, "").replace(/\*$/, "");
  const [major, minor] = bare.split(".").slice(0, 2).map(parseNumber);
  if (major === undefined) return undefined;
  if (!bare.includes(".")) return { lower: [major, 0, 0], upper: [major + 1, 0, 0] };
  return minor === undefined
    ? undefined
    : { lower: [major, minor, 0], upper: [major, minor + 1, 0] };
}

function parseVersion(text: string): Version | undefined {
  const [release = ""] = withoutPrefix(text).split(/[-+]/, 1);
  if (release === "" || release.startsWith(".")) return undefined;
  const [major, minor, patch] = [...release.split("."), "", ""].map((part) =>
    part === "" ? 0 : parseNumber(part),
  );
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return [major, minor, patch];
}

function withoutPrefix(text: string): string {
  return text.trim().replace(/^[vV]/, "");
}

const NUMBER = /^(?:0|[1-9]\d*)$/;

function parseNumber(part: string): number | undefined {
  return NUMBER.test(part) ? Number.parseInt(part, 10) : undefined;
}
