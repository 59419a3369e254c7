import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTable } from "../../src/clickhouse/table.ts";
import { OpsError } from "../../src/errors.ts";

describe("a table", () => {
  test.each<[string, string, string]>([
    ["events", "events", "`events`"],
    ["analytics.events", "analytics.events", "`analytics`.`events`"],
    [" analytics.events_2026-11 ", "analytics.events_2026-11", "`analytics`.`events_2026-11`"],
    ["`my db`.`a.b`", "my db.a.b", "`my db`.`a.b`"],
    ['"it\'s"', "it's", "`it's`"],
    ["ереигнисе.ü", "ереигнисе.ü", "`ереигнисе`.`ü`"],
  ])("%s is a name, quoted by us", (name, path, sql) => {
    expect(parseTable(name)).toEqual({ path, sql, isOneFile: false });
  });
});

describe("a function that reads files", () => {
  test.each<[string, string, string, boolean]>([
    ["file('a.jsonl')", "file(a.jsonl)", "file('a.jsonl', 'LineAsString')", true],
    [
      "file ( 'in/*.jsonl.gz' )",
      "file(in/*.jsonl.gz)",
      "file('in/*.jsonl.gz', 'LineAsString')",
      false,
    ],
    [
      "file('/data/jane/a.jsonl')",
      "file(a.jsonl)",
      "file('/data/jane/a.jsonl', 'LineAsString')",
      true,
    ],
    ["file('a.log', JSONEachRow)", "file(a.log)", "file('a.log', JSONEachRow)", true],
    ["file('a.parquet')", "file(a.parquet)", "file('a.parquet')", true],
    ["file('a.csv.gz')", "file(a.csv.gz)", "file('a.csv.gz')", true],
    [
      "url('https://u:p@host/x/a.jsonl?sig=k')",
      "url(x/a.jsonl)",
      "url('https://u:p@host/x/a.jsonl?sig=k', 'LineAsString')",
      false,
    ],
    [
      "s3('https://b/a.jsonl', NOSIGN)",
      "s3(a.jsonl)",
      "s3('https://b/a.jsonl', NOSIGN, 'LineAsString')",
      true,
    ],
    [
      "s3('https://b/a.jsonl', 'k', 's')",
      "s3(a.jsonl)",
      "s3('https://b/a.jsonl', 'k', 's', 'LineAsString')",
      true,
    ],
    [
      "s3('https://b/a', 'k', 's', 't')",
      "s3(a)",
      "s3('https://b/a', 'k', 's', 't', 'LineAsString')",
      true,
    ],
    [
      "s3('https://b/a', 'k', 's', 't', 'Parquet')",
      "s3(a)",
      "s3('https://b/a', 'k', 's', 't', 'Parquet')",
      true,
    ],
    [
      "s3('https://b/a', 'LineAsString', 'line String')",
      "s3(a)",
      "s3('https://b/a', 'LineAsString', 'line String')",
      true,
    ],
    [
      "s3Cluster(mine, 's3://b/{a,b}.jsonl')",
      "s3Cluster({a,b}.jsonl)",
      "s3Cluster(mine, 's3://b/{a,b}.jsonl', 'LineAsString')",
      false,
    ],
    [
      String.raw`file('it\'s ''a'' \\b')`,
      String.raw`file(it's 'a' \b)`,
      String.raw`file('it\'s \'a\' \\b', 'LineAsString')`,
      true,
    ],
  ])("%s", (call, path, sql, isOneFile) => {
    expect(parseTable(call)).toEqual({ path, sql, isOneFile });
  });
});

describe("what is neither", () => {
  test.each([
    "",
    "a.b.c",
    "a.",
    ".a",
    "a b",
    "a;b",
    "-a",
    "`a`b`",
    "`a\\`",
    "(SELECT 1)",
    "numbers(10)",
    "remote('host', 'db.t')",
    "file()",
    "file(a)",
    "file('a.jsonl') UNION ALL SELECT 1",
    "file('a.jsonl'); DROP TABLE t",
    "file('a.jsonl' /* hm */)",
    "file('a.jsonl', (SELECT 1))",
    "file('a.jsonl',)",
    String.raw`file('a\n')`,
    "file('a.jsonl\\')",
    "url('https://a/b', headers('k'='v'))",
    "s3(collection, filename = 'a')",
    "s3Cluster('https://b/a')",
  ])("%j is refused, and not repeated", (name) => {
    const refused = fault(() => parseTable(name));
    expect(refused?.kind).toBe("usage");
    const said = `${refused?.message}${refused?.hint}`;
    expect(name.length > 4 && said.includes(name)).toBe(false);
  });

  test("never gets into what is asked unquoted", () => {
    const hostile = fc.string({ unit: fc.constantFrom(..."'`\"\\.;()-/* aä,\n".split("")) });
    const whole = fc.oneof(
      hostile,
      hostile.map((text) => `file('${text}')`),
      hostile.map((text) => `s3('${text}', ${text})`),
    );
    fc.assert(
      fc.property(whole, (name) => {
        let sql = "";
        try {
          ({ sql } = parseTable(name));
        } catch (error) {
          if (error instanceof OpsError) return;
          throw error;
        }
        // Without what stands in quotes, only names, commas and one pair of brackets are left.
        const bare = sql.replaceAll(/'(?:[^'\\]|\\[^])*'|`[^`\\]+`/g, "_");
        expect(bare).toMatch(/^(?:_(?:\._)?|\w+\((?:\w+)(?:, \w+)*\))$/);
      }),
      { numRuns: 2000 },
    );
  });
});

function fault(act: () => unknown): OpsError | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof OpsError) return error;
    throw error;
  }
  return undefined;
}
