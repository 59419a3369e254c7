import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const SOURCES = [
  "src/config/judges",
  "src/privacy/release/rules",
  "src/privacy/run/rules/not-allowed.ts",
  "src/privacy/run/rules/unknown-rule.ts",
];
const page = readFileSync(join(ROOT, "docs/check-rules.md"), "utf8");

/** Every rule id that stands in the code of the judges. */
const ids = new Set(
  SOURCES.flatMap(sourcesIn).flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /"((?:divergence|targeting|experiment|sup|def|compat)\.[a-z-]+|flow\.capacity)"/g,
      ),
    ].map(([, id = ""]) => id),
  ),
);

function sourcesIn(path: string): string[] {
  const full = join(ROOT, path);
  if (path.endsWith(".ts")) return [full];
  return readdirSync(full, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(full, name));
}

test("the judges name their rules where this test looks", () => {
  expect(ids.size).toBeGreaterThan(25);
});

test.each([...ids])("docs/check-rules.md explains %s", (id) => {
  expect(page).toContain(`\n| \`${id}\` |`);
});

test.each([...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, id = ""]) => id))(
  "%s is a rule that some judge has",
  (id) => expect(ids).toContain(id),
);
