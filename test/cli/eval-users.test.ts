import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Host } from "../../src/cli/host.ts";
import { assay, envelope, NOW, type Seen } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[flags.pricing]
payloads = { true = { columns = 3 } }
[[flags.pricing.groups]]
match = [{ property = "plan", value = ["pro", "team"] }]
rollout = 100
[experiments.checkout-copy]
name = "Checkout copy"
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
`;
const FIXTURES = join(import.meta.dirname, "../../fixtures/users");

/** The rows of a run that wrote them to standard output. */
function rowsOf({ out }: Pick<Seen, "out">): Row[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

interface Row {
  readonly id?: string;
  readonly flags?: Record<string, { value: unknown }>;
  readonly line?: number;
  readonly error?: string;
}

/** Evaluates rows that come on standard input. */
async function piped(
  at: Desk,
  input: string | Uint8Array,
  line = "",
  lent: Partial<Host> = {},
): Promise<Seen> {
  return assay(`eval pricing --users - ${line}`.trim().split(" "), {
    cwd: () => at.folder,
    stdin: async function* () {
      yield typeof input === "string" ? Buffer.from(input) : input;
    },
    ...lent,
  });
}

describe("eval --users", () => {
  test("says of each row what eval says of that person", async () => {
    const { assay: run, write } = desk(TOML);
    write("users.jsonl", '{"id":"a","props":{"plan":"pro"}}\n{"id":"b"}\n');
    const seen = await run("eval --users users.jsonl");
    expect({ code: seen.code, err: seen.err }).toEqual({ code: 0, err: "" });
    expect(rowsOf(seen)).toEqual([
      envelope(await run("eval --id a --prop plan=pro --json")).data,
      envelope(await run("eval --id b --json")).data,
    ]);
  });

  test("keeps the order of rows; a bad one is an error row in its place", async () => {
    const seen = await piped(desk(TOML), '{"id":"a"}\nsecret\n\n{"id":1}\n{"id":"b"}\n');
    expect(rowsOf(seen).map(({ id, line }) => id ?? line)).toEqual(["a", 2, 4, "b"]);
    expect(rowsOf(seen)[1]).toEqual({ line: 2, error: "The row is not JSON" });
    expect(seen.code).toBe(0);
    expect(seen.err).toContain("2 of 4 rows could not be read");
    expect(seen.out + seen.err).not.toContain("secret");
  });

  test("reads CSV, whose other columns are text properties", async () => {
    const seen = await piped(desk(TOML), "plan,id\npro,a\nfree,b\n,c\n");
    expect(rowsOf(seen).map(({ id, flags }) => [id, flags?.["pricing"]?.value])).toEqual([
      ["a", true],
      ["b", false],
      ["c", null],
    ]);
  });

  test("reads gz and zst by content, whatever they are called", async () => {
    const at = desk(TOML);
    const expected = rowsOf(await piped(at, readFileSync(join(FIXTURES, "users.jsonl"))));
    expect(expected).toHaveLength(3);
    const zst = await piped(at, readFileSync(join(FIXTURES, "users.jsonl.zst")));
    const gz = await piped(at, gzipSync(readFileSync(join(FIXTURES, "users.jsonl"))));
    expect([rowsOf(zst), rowsOf(gz)]).toEqual([expected, expected]);
  });

  test("evaluates all of them at one moment", async () => {
    const dated = `version = 1\n[[flags.pricing.groups]]\nmatch = [{ property = "seen", operator = "is_date_after", value = "-1d" }]\n`;
    const input = '{"id":"a","props":{"seen":"2026-05-01"}}\n';
    const values = async (line: string): Promise<unknown> =>
      rowsOf(await piped(desk(dated), input, line))[0]?.flags?.["pricing"]?.value;
    expect(await values("")).toBe(false);
    expect(await values("--now 2026-05-01T12:00:00Z")).toBe(true);
  });

  test("a key that no flag has is flag_not_found, with a warning beside the rows", async () => {
    const { assay: run, write } = desk(TOML);
    write("users.csv", "id\na\n");
    const seen = await run("eval pricng --users users.csv --json");
    expect(rowsOf(seen)[0]?.flags).toMatchObject({ pricng: { reason: "flag_not_found" } });
    expect(seen.err).toContain("Did you mean pricing?");
  });

  test("an input without rows is told, and is no failure", async () => {
    for (const input of ["", "\n \n", "id,plan\n"]) {
      const { code, out, err } = await piped(desk(TOML), input);
      expect({ code, out }).toEqual({ code: 0, out: "" });
      expect(err).toContain("no rows");
    }
  });
});

describe("--out", () => {
  test("takes the rows, and leaves standard output to the envelope", async () => {
    const { assay: run, write, folder } = desk(TOML);
    write("users.jsonl", '{"id":"a"}\n{}\n{"id":"b"}\n');
    const text = await run("eval --users users.jsonl --out rows.jsonl");
    expect({ code: text.code, out: text.out }).toEqual({ code: 0, out: "" });
    expect(text.err).toContain("Evaluated 2 users");
    const rows = readFileSync(join(folder, "rows.jsonl"), "utf8");
    expect(rowsOf({ out: rows }).map(({ id, line }) => id ?? line)).toEqual(["a", 2, "b"]);
    const { data, diagnostics } = envelope(
      await run("eval --users users.jsonl --out rows.jsonl --json"),
    );
    expect(data).toEqual({ users: 2, errors: 1 });
    expect(diagnostics).toMatchObject([{ rule: "eval.bad-rows", severity: "warning" }]);
  });

  test("keeps the old file where the run fails", async () => {
    const { assay: run, write, folder } = desk(TOML);
    write("rows.jsonl", "old");
    write("users.csv", "name\na\n");
    expect((await run("eval --users users.csv --out rows.jsonl")).code).toBe(2);
    expect(readFileSync(join(folder, "rows.jsonl"), "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["assay.toml", "rows.jsonl", "users.csv"]);
  });
});

describe("a run that does not come to its end", () => {
  const many = '{"id":"a"}\n'.repeat(5_000);

  test("is quiet where nobody reads any more", async () => {
    let writes = 0;
    const write = async (): Promise<boolean> => {
      writes += 1;
      return false;
    };
    const { code, err } = await piped(desk(TOML), many, "", { write });
    expect({ code, err, writes }).toEqual({ code: 0, err: "", writes: 1 });
  });

  test("waits for a slow reader", async () => {
    let pending = 0;
    let most = 0;
    const write = async (): Promise<boolean> => {
      most = Math.max(most, (pending += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      pending -= 1;
      return true;
    };
    expect((await piped(desk(TOML), many, "", { write })).code).toBe(0);
    expect(most).toBe(1);
  });

  test("ends with 130 when it is interrupted, and leaves no file", async () => {
    const at = desk(TOML);
    const interrupt = new AbortController();
    const { code, out } = await piped(at, many, "--out rows.jsonl", {
      interrupted: interrupt.signal,
      stdin: async function* () {
        yield Buffer.from(many);
        interrupt.abort();
        yield Buffer.from(many);
      },
    });
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(await readdir(at.folder)).toEqual(["assay.toml"]);
  });

  test("keeps the rows it wrote, and says on stderr alone what failed", async () => {
    const whole = readFileSync(join(FIXTURES, "users.jsonl.zst"));
    const cut = Buffer.concat([whole, whole.subarray(0, -9)]);
    const { code, out, err } = await piped(desk(TOML), cut, "--json");
    expect(code).toBe(2);
    expect(rowsOf({ out }).map(({ id }) => id)).toEqual(["user-1", "user-2", "user-3"]);
    expect(err).toContain("zstd data is damaged");
  });
});

test("a terminal sees how far a long run is", async () => {
  let now = NOW;
  const { err } = await piped(desk(TOML), '{"id":"a"}\n'.repeat(5_000), "--out rows.jsonl", {
    now: () => (now += 400),
    terminal: { stdin: false, stdout: true, stderr: true },
  });
  expect(err).toMatch(/[\d,]+ users, [\d,]+ a second …/);
});

test.each([
  ["eval --users users.csv --id a", "--id"],
  ["eval --users users.csv --prop plan=pro", "--prop"],
  ["eval --users users.csv --explain", "--explain"],
  ["eval --users users.csv --effective", "--effective"],
  ["eval --users users.csv --now soon", "--now"],
  ["eval --users missing.csv", "missing.csv"],
  ["eval --users .", "EISDIR"],
  ["eval --users users.csv --out .", "EISDIR"],
  ["eval --users nameless.csv", 'no column "id"'],
  ["eval --id a --out rows.jsonl", "--out"],
])("%s ends with 2", async (line, words) => {
  const { assay: run, write } = desk(TOML);
  write("users.csv", "id\na\n");
  write("nameless.csv", "jane@example.com,pro\n");
  const { code, out, err } = await run(line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(words);
  expect(err).not.toContain("jane");
});
