import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pathInRepository } from "../../src/cli/repository.ts";
import { assay } from "../assay.ts";
import { folder } from "../disk/folder.ts";

/** A project in a sub-folder, and what its lookup is asked with. */
async function project(): Promise<{ root: string; cwd: string }> {
  const root = await folder();
  const cwd = join(root, "packages", "my app");
  mkdirSync(cwd, { recursive: true });
  return { root, cwd };
}

describe("a path in its repository", () => {
  test("starts at the nearest .git above, a folder or a file", async () => {
    const { root, cwd } = await project();
    mkdirSync(join(root, ".git"));
    const host = { cwd: () => cwd, env: {} };
    expect(pathInRepository("assay.toml", host)).toBe("packages/my app/assay.toml");
    expect(pathInRepository("../../assay.toml", host)).toBe("assay.toml");
    writeFileSync(join(root, "packages", ".git"), "gitdir: elsewhere");
    expect(pathInRepository("assay.toml", host)).toBe("my app/assay.toml");
  });

  test.each(["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])(
    "starts at %s, where that is above it",
    async (variable) => {
      const { root, cwd } = await project();
      const within = (path: string): string =>
        pathInRepository("assay.toml", { cwd: () => cwd, env: { [variable]: path } });
      expect(within(root)).toBe("packages/my app/assay.toml");
      expect(within(`${root}/`)).toBe("packages/my app/assay.toml");
      expect(within(join(root, "elsewhere"))).toBe("assay.toml");
      expect(within("")).toBe("assay.toml");
    },
  );

  test("stays as it is where there is no repository", async () => {
    const { cwd } = await project();
    expect(pathInRepository("../assay.toml", { cwd: () => cwd, env: {} })).toBe("../assay.toml");
  });
});

/** What `check` says of an expired experiment in a sub-folder of a repository. */
async function checked(format: string): Promise<string> {
  const { root, cwd } = await project();
  mkdirSync(join(root, ".git"));
  writeFileSync(join(cwd, "assay.toml"), "[experiments.old]\nexpires = 2020-01-01\n");
  return (await assay(["check", "--format", format], { cwd: () => cwd })).out;
}

describe("a config in a sub-folder of a repository", () => {
  test.each([
    ["sarif", '"uri": "packages/my%20app/assay.toml"'],
    ["github", "file=packages/my app/assay.toml,line=2"],
    ["gitlab", '"path": "packages/my app/assay.toml"'],
  ])("is named from the repository's root in %s", async (format, place) => {
    expect(await checked(format)).toContain(place);
  });

  test.each(["text", "json"])("is named from the working directory in %s", async (format) => {
    const out = await checked(format);
    expect(out).toContain("assay.toml");
    expect(out).not.toContain("packages");
  });
});
