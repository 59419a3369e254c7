import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[[flags.pricing.groups]]
match = [{ property = "email", operator = "regex", value = "@example" }]
[experiments.checkout-copy]
name = "Checkout copy"
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
[experiments.local]
name = "Local"
remote = false
`;

describe("eval --sql", () => {
  test("prints the bare expression, and in JSON what it is of", async () => {
    const { assay } = desk(TOML);
    const { code, out } = await assay("eval checkout-copy --sql duckdb");
    expect(code).toBe(0);
    expect(out).toMatch(/^CASE WHEN distinct_id IS NULL [\s\S]* END\n$/);
    expect(out).toContain("sha1('checkout-copy.' || distinct_id || 'variant')");
    const { data } = envelope(await assay("eval checkout-copy --sql duckdb --json"));
    expect(data).toEqual({ key: "checkout-copy", dialect: "duckdb", sql: out.trimEnd() });
  });

  test("is a constant for an experiment that is never remote", async () => {
    const { assay } = desk(TOML);
    expect((await assay("eval local --sql clickhouse")).out).toBe("'false'\n");
  });

  test.each([
    [
      "eval pricing --sql clickhouse",
      /Cannot write "pricing" as SQL: the condition regex on "email"/,
    ],
    ["eval checkout-copi --sql clickhouse", /no flag has that key\s+Did you mean checkout-copy/],
    ["eval --sql clickhouse", /--sql takes one flag/],
    ["eval checkout-copy local --sql clickhouse", /--sql takes one flag/],
    [
      "eval checkout-copy --sql clickhose",
      /Cannot write SQL for "clickhose"\s+Did you mean clickhouse/,
    ],
    ["eval checkout-copy --sql duckdb --id a", /Cannot use --id with --sql/],
    ["eval checkout-copy --sql duckdb --users a.csv", /Cannot use --users with --sql/],
  ])("%s ends with 2", async (line, why) => {
    const { assay } = desk(TOML);
    const { code, out, err } = await assay(line);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(why);
  });
});
