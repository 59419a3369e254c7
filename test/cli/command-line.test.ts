import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { assay, envelope } from "../assay.ts";

describe("help", () => {
  test.each([[[]], [["--help"]], [["-h"]]])("%j lists every command on stdout", async (argv) => {
    const { code, out, err } = await assay(argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of Object.keys(commands)) expect(out).toContain(`  ${name} `);
  });

  test.each(Object.keys(commands))("%s teaches its options by examples", async (name) => {
    const { code, out, err } = await assay([...name.split(" "), "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`assay ${name}`);
    expect(out).toContain("--timeout");
    expect(out).toMatch(/EXAMPLES\n\n {2}assay /);
  });

  test("a group alone with --help lists its verbs", async () => {
    const { code, out } = await assay(["experiment", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("experiment launch");
    expect(out).not.toContain("replay");
  });

  test("--version prints the version of the package", async () => {
    const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
    expect(await assay(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});

describe("a wrong command line ends with 2 and the nearest name", () => {
  test.each([
    [["reply"], "Did you mean replay?"],
    [["experiment", "lanch", "x"], "Did you mean experiment launch?"],
    [["experiment"], "it needs a verb"],
    [["experimnt", "list"], "Did you mean experiment?"],
    [["cashe"], "Did you mean cache?"],
    [["check", "-q"], "Add --help"],
    [["quite-unlike-anything"], "assay --help"],
    [["check", "--confg", "x"], "Did you mean --config?"],
    [["check", "-x"], "-x"],
    [["--frobnicate"], "--frobnicate"],
    [["check", "--config"], "it needs a value"],
    [["check", "surplus"], "takes 0"],
    [["experiment", "show"], "KEY is missing"],
    [["check", "--timeout", "soon"], "--timeout"],
    [["check", "--format", "jsn"], "Did you mean json?"],
  ] as const)("%j", async (argv, words) => {
    const { code, out, err } = await assay(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });

  test("and under --json the envelope has the same shape as a success", async () => {
    const seen = await assay(["check", "--confg", "x", "--json"]);
    expect(seen.err).toBe("");
    expect(envelope(seen)).toMatchObject({
      command: "check",
      ok: false,
      exitCode: 2,
      data: {},
      diagnostics: [{ rule: "usage", severity: "error" }],
    });
  });
});

test("a time-out may be any fraction of a second", async () => {
  expect((await assay(["schema", "--timeout", "1.0015"])).code).toBe(0);
});

test("ASSAY_NOW must be a time", async () => {
  const { code, err } = await assay(["check"], { env: { ASSAY_NOW: "yesterday" } });
  expect(code).toBe(2);
  expect(err).toContain("ASSAY_NOW");
});

test("global flags may stand before the command", async () => {
  const seen = await assay(["--json", "--config", "no/such.toml", "check"]);
  expect(seen.code).toBe(2);
  expect(envelope(seen).command).toBe("check");
});
