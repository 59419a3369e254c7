import { plainVersion, plainWildcard } from "../../operands/version.ts";
import { type Divergences, note, warning } from "./divergence.ts";

/** Versions: posthog-node takes the first three numbers, the server all that semver knows. */
export const semver: Divergences = ({ operator, value }) => {
  if (!operator.startsWith("semver_")) return [];
  const read = operator === "semver_wildcard" ? plainWildcard : plainVersion;
  if (typeof value === "string" && read(value) !== undefined) return [ODD_PROPERTY];
  const write =
    operator === "semver_wildcard"
      ? 'write "1.*" or "1.2.*"'
      : 'write one to three plain numbers such as "1.2.3"';
  return [
    warning(
      "divergence.version",
      "The SDK ignores pre-releases, builds and fourth parts, takes a capital V and refuses leading zeros; the server does the opposite of each",
      write,
    ),
  ];
};

const ODD_PROPERTY = note(
  "divergence.version-property",
  'A property such as "1.2.3-beta", "1.2.3+5", "V1.2.3" or "1.2.3.4" is 1.2.3 locally, and something else or nothing on the server',
  'send plain versions; "semver_gt" and "semver_lte" agree on pre-releases',
);
