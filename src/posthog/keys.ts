import { OpsError } from "../errors.ts";

/** The two keys of `posthog-api.md` 1.1, by the variables that hold them. */
const KEYS = {
  POSTHOG_PERSONAL_API_KEY: {
    prefix: "phx_",
    what: "a personal API key",
    where: "Make one in PostHog under Settings, Personal API keys",
  },
  POSTHOG_PROJECT_API_KEY: {
    prefix: "phc_",
    what: "a project API key",
    where: "Copy it from PostHog under Settings, Project",
  },
} as const;

type Variable = keyof typeof KEYS;

/** What the prefixes of other credentials say. */
const OTHERS: Readonly<Record<string, string>> = {
  phx_: "a personal API key",
  phc_: "a project API key",
  phs_: "a project secret API key",
};

/**
 * A key from the environment, fit for its use. Throws `unauthorized` before anything is sent when
 * it is missing or plainly another kind of key; what it holds is never repeated.
 */
export function requireKey(
  variable: Variable,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { prefix, what, where } = KEYS[variable];
  const key = env[variable]?.trim() ?? "";
  if (key === "")
    throw new OpsError("unauthorized", `Cannot ask PostHog: ${variable} is not set`, {
      hint: `Set ${variable} to ${what} (${prefix}…). ${where}`,
    });
  const other = Object.entries(OTHERS).find(([known]) => known !== prefix && key.includes(known));
  if (other !== undefined)
    throw new OpsError("unauthorized", `Cannot use ${variable}: it holds ${other[1]}`, {
      hint: `Set ${variable} to ${what} (${prefix}…). ${where}`,
    });
  if (/^[\u0021-\u007e]+$/.test(key)) return key;
  throw new OpsError("unauthorized", `Cannot use ${variable}: no key has such characters`, {
    hint: `Set ${variable} to ${what} (${prefix}…), without quotes or spaces. ${where}`,
  });
}
