import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identity } from "../../src/disk/identity-file.ts";
import { setAsideOf } from "../../src/disk/set-aside.ts";
import type { OpsError } from "../../src/errors.ts";
import { folder } from "./folder.ts";

const never = (problem: OpsError): void => {
  throw problem;
};

test("many that start at once agree on one identity, which stays", async () => {
  const home = await folder();
  const path = join(home, "deep", "identity");
  const all = await Promise.all(Array.from({ length: 20 }, async () => identity(path, never)));
  expect(new Set(all).size).toBe(1);
  expect(await identity(path, never)).toBe(all[0]);
  expect(readFileSync(path, "utf8")).toBe(`${all[0]}\n`);
  expect(readdirSync(join(home, "deep"))).toEqual(["identity"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(["", "ada@example.org\n", "00000000-0000-0000-0000-000000000000"])(
  "a file of %j is set aside by one of all who start, and told of",
  async (text) => {
    const home = await folder();
    const path = join(home, "identity");
    writeFileSync(path, text);
    const told: OpsError[] = [];
    const start = async (): Promise<string> => identity(path, (problem) => told.push(problem));
    const all = await Promise.all(Array.from({ length: 10 }, start));
    expect(new Set(all).size).toBe(1);
    expect(readFileSync(path, "utf8")).toBe(`${all[0]}\n`);
    const [aside] = await setAsideOf(path);
    expect(readdirSync(home).toSorted()).toEqual(["identity", aside]);
    expect(readFileSync(join(home, aside ?? ""), "utf8")).toBe(text);
    expect(told).toMatchObject([{ kind: "config" }]);
    expect(told[0]?.hint).toContain(aside);
  },
);

test("where nothing can be written there is no identity", async () => {
  const path = join(await folder(), "a file");
  writeFileSync(path, "");
  await expect(identity(join(path, "identity"), () => {})).rejects.toMatchObject({
    kind: "config",
  });
});
