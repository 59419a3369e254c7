import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { EXIT } from "../src/cli/exit.ts";
import { formats } from "../src/report/formats.ts";

const ROOT = join(import.meta.dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const architecture = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");

test.each([...Object.keys(commands), ...formats.map(({ id }) => id)])(
  "README explains %s",
  (name) => expect(readme).toContain(`\`${name}\``),
);

test.each([...new Set(Object.values(EXIT))])("README says what exit code %i means", (code) =>
  expect(readme).toContain(`\n| ${code} |`),
);

test("README opens with the two commands a newcomer types, and stays short", () => {
  expect(readme.split("\n").slice(0, 12).join("\n")).toMatch(/npm start[\s\S]*npm test/);
  expect(readme.split("\n").length).toBeLessThan(250);
});

test.each(
  readdirSync(join(ROOT, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
)("the map of rooms shows %s", (room) => expect(architecture).toContain(`| \`${room}\` |`));
