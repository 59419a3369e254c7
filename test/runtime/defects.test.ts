import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = readdirSync(import.meta.dirname)
  .filter((name) => /^defects-.*\.test\.ts$/.test(name))
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
  .join("\n");

test.each(Array.from({ length: 22 }, (_, index) => `M${index + 1}`))(
  "%s of `seed-systems.md` 3.2 has a test of its name",
  (defect) => expect(sources).toContain(`"${defect}: `),
);
