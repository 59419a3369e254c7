import { describe, expect, test } from "vitest";
import { requireKey } from "../../src/posthog/keys.ts";

describe("a key from the environment", () => {
  test("is taken as it is, without spaces around it", () => {
    expect(requireKey("POSTHOG_PERSONAL_API_KEY", { POSTHOG_PERSONAL_API_KEY: " phx_a1\n" })).toBe(
      "phx_a1",
    );
  });

  test.each([
    ["POSTHOG_PERSONAL_API_KEY", undefined, "is not set"],
    ["POSTHOG_PERSONAL_API_KEY", "  ", "is not set"],
    ["POSTHOG_PERSONAL_API_KEY", "phc_a1", "holds a project API key"],
    ["POSTHOG_PERSONAL_API_KEY", "phs_a1", "holds a project secret API key"],
    ["POSTHOG_PROJECT_API_KEY", "phx_a1", "holds a personal API key"],
    ["POSTHOG_PERSONAL_API_KEY", "phx_a1\u201d", "no key has such characters"],
  ] as const)("%s=%j is refused and not repeated", (variable, key, words) => {
    const required = (): string => requireKey(variable, { [variable]: key });
    expect(required).toThrow(expect.objectContaining({ kind: "unauthorized" }));
    expect(required).toThrow(words);
    expect(required).not.toThrow(/a1/);
  });
});
