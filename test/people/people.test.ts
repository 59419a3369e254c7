import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { people } from "../../src/people/people.ts";
import type { Row } from "../../src/people/row.ts";

async function rowsOf(text: string, { name = "users", size = 65_536 } = {}): Promise<Row[]> {
  const bytes = new TextEncoder().encode(text);
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const rows: Row[] = [];
  for await (const run of people(pieces(), name)) rows.push(...run);
  return rows;
}

/** An id for each row that names a person, the line for each that does not. */
async function outline(text: string, options = {}): Promise<(string | number)[]> {
  const rows = await rowsOf(text, options);
  return rows.map((row) => ("error" in row ? row.line : row.person.distinctId));
}

describe("a row of JSONL", () => {
  test("is an id and what is known of the person", async () => {
    const groups = { company: "acme", team: 7 };
    const row = { id: "a", props: { plan: "pro" }, groups, groupProps: { company: { tier: 1 } } };
    expect(await rowsOf(JSON.stringify(row))).toEqual([
      {
        line: 1,
        person: {
          distinctId: "a",
          personProperties: { plan: "pro" },
          groups,
          groupProperties: { company: { tier: 1 } },
        },
      },
    ]);
  });

  test.each([
    ["{", "not JSON"],
    ["[]", "not a JSON object"],
    ["{}", '"id"'],
    ['{"id":""}', '"id"'],
    ['{"id":42}', '"id"'],
    ['{"id":"a","props":[]}', '"props"'],
    ['{"id":"a","props":null}', '"props"'],
    ['{"id":"a","groups":{"company":true}}', '"groups"'],
    ['{"id":"a","groups":{"company":1e999}}', '"groups"'],
    ['{"id":"a","groupProps":{"company":"secret"}}', '"groupProps"'],
    ['{"id":"a","secret":{}}', "field besides"],
  ])("%s names nobody", async (text, words) => {
    const rows = await rowsOf(`{"id":"first"}\n${text}\n{"id":"last"}\n`);
    expect(rows[1]).toEqual({ line: 2, error: expect.stringContaining(words) });
    expect(JSON.stringify(rows[1])).not.toContain("secret");
    expect(rows).toHaveLength(3);
  });
});

test("a row that is longer than any that is read names nobody, in either form", async () => {
  const long = "a".repeat(1_048_577);
  const error = "The row is longer than 1,048,576 bytes";
  expect(await rowsOf(`{"id":"a"}\n${long}\n`)).toContainEqual({ line: 2, error });
  expect(await rowsOf(`id\n${long}\na\n`)).toContainEqual({ line: 2, error });
});

describe("a row of CSV", () => {
  test("is a record: quotes, line breaks, a byte order mark, either line ending", async () => {
    const text = '\uFEFFid,plan\r\na,"p,""1"""\r\n\r\n"b\r\nb",\r\nc,free';
    expect(await rowsOf(text)).toEqual([
      { line: 2, person: { distinctId: "a", personProperties: { plan: 'p,"1"' } } },
      { line: 4, person: { distinctId: "b\nb", personProperties: {} } },
      { line: 6, person: { distinctId: "c", personProperties: { plan: "free" } } },
    ]);
  });

  test.each([
    ["a", "The row has 1 cells, the header 2"],
    ["a,b,c", "The row has 3 cells, the header 2"],
    [",pro", '"id" is empty'],
    ['a,5" pipe', "A quote of the row is out of place"],
    ['a,"pro" x', "A quote of the row is out of place"],
  ])("%s names nobody, and the rows around it are read", async (text, error) => {
    const rows = await rowsOf(`id,plan\nfirst,pro\n${text}\nlast,"free"\nafter,\n`);
    expect(rows[1]).toEqual({ line: 3, error });
    expect(rows).toHaveLength(4);
  });

  test("with a quote that is never closed costs that row alone", async () => {
    const others = Array.from({ length: 100_000 }, (_, at) => `user-${at},pro`);
    const seen = await outline(["id,plan", 'a,"pro', ...others].join("\n"));
    expect(seen).toHaveLength(100_001);
    expect(seen.slice(0, 2)).toEqual([2, "user-0"]);
    const [first] = await rowsOf('id,plan\na,"pro\nb,free\n');
    expect(first).toEqual({ line: 2, error: "A quote of the row is not closed" });
  });

  test("may have a column that JavaScript knows otherwise", async () => {
    const [row] = await rowsOf("id,__proto__\na,b\n");
    expect(row).toMatchObject({ line: 2 });
    expect(JSON.stringify(row)).toContain('"__proto__":"b"');
  });

  test.each([
    ["name,plan\n", 'no column "id"'],
    ["id,plan,plan\n", "columns 2 and 3 have one name"],
    ["id,,plan\n", "column 2 has no name"],
    ['i"d,plan\n', "not CSV"],
  ])("needs a header: %j is refused", async (text, words) => {
    await expect(rowsOf(text)).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringContaining(words),
    });
  });
});

describe("what the input is", () => {
  test("is told by its first byte, and by its name where that is bad", async () => {
    expect(await outline('\n  {"id":"a"}\n')).toEqual(["a"]);
    expect(await outline('oops\n{"id":"a"}\n', { name: "users.jsonl.gz" })).toEqual([1, "a"]);
    expect(await outline("id\na\n", { name: "users.csv" })).toEqual(["a"]);
  });

  test("does not depend on how it falls into chunks", async () => {
    const cell = fc.constantFrom("a", "", '"b"', '"', '"x\ny"', "c,d", '"",');
    const texts = fc.array(cell, { maxLength: 12 }).map((cells) => `id,p\n${cells.join("\n")}`);
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        expect(await rowsOf(text, { size })).toEqual(await rowsOf(text));
      }),
    );
  });
});
