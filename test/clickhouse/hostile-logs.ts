import * as fc from "fast-check";

/** What JSON allows, in places where events have it: JSON texts, and lines of them. */

/** A text as JSON; it may be written in escapes. */
function written(text: string, isEscaped: boolean): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const escapes = units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`);
  return isEscaped ? `"${escapes.join("")}"` : JSON.stringify(text);
}

const usual = ["a", "b", "o", "model", "$feature/pricing", "$feature/gone", "$set", "email"];
const strange = [
  ..."properties|event|distinct_id|timestamp|api_key|$feature/|$feature/a.b|$feature/7|effective/pricing".split(
    "|",
  ),
  ..."|7|01|-1|a.b|__proto__|constructor|x y|jane@example.com|é|😀|it's|b\\s|?|*|null|password".split(
    "|",
  ),
  "\0",
  "x".repeat(64),
  "x".repeat(65),
];

/** Names of properties, as a config or a log may have them. */
export const names: fc.Arbitrary<string> = fc.oneof(
  // An event with a strange one is pulled, and most must not be.
  { weight: 30, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...strange) },
);

export const texts: readonly string[] = [
  ..."a|abc|xyz|alpha|ALPHA |ok|fail-net|1|true|null|| |v1.2.3|0a1b2c3d4e|é ü|it's|\\|\"|{}|control|test|Mobile|ΑΛΦΑ|İ|K|😀".split(
    "|",
  ),
  "\n",
  "a\n",
  "\0",
  "\u2028",
  "\u007f",
  "a".repeat(300),
  "jane.doe@example.com",
  "status 503: timeout at https://example.com/x?y",
  "13c64002-d6a1-4a6e-8b5c-0123456789ab",
  "phc_aaaabbbbccccddddeeeeffff1234",
  "words and more words here",
];

const text = fc
  .tuple(fc.constantFrom(...texts), fc.nat(8))
  .map(([said, form]) => written(said, form === 0));
const number = fc.oneof(
  fc.constantFrom(
    ..."0|-0|-0.0|1|2|5|64|100|1.0|1.5|1E+2|1e-7|0.1e-7|1e20|-1e19|9.5e18|1e21|1e400|2.5e-324".split(
      "|",
    ),
    ..."9007199254740993|18446744073709551615|18446744073709551616|-9223372036854775808|503".split(
      "|",
    ),
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String),
);
const scalar = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 3, arbitrary: number },
  fc.constantFrom("true", "false", "null"),
);
const gap = fc.constantFrom("", "", "", "", " ", "\t", "\r");

/** An object; now and then a name stands twice in it. */
const objectOf = (value: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(fc.tuple(names, fc.nat(12), value), { maxLength }), gap, fc.nat(30))
    .map(([members, space, form]) => {
      const pairs = members.map(
        ([name, how, said]) => [name, `${written(name, how === 0)}${space}:${said}`] as const,
      );
      const kept = form === 0 ? pairs.map(([, pair]) => pair) : [...new Map(pairs).values()];
      return `{${space}${kept.join(`,${space}`)}}`;
    });

const valueOf = (depth: number): fc.Arbitrary<string> =>
  depth === 0
    ? scalar
    : fc.oneof(
        { weight: 12, arbitrary: scalar },
        { weight: 3, arbitrary: objectOf(valueOf(depth - 1), 3) },
        {
          weight: 1,
          arbitrary: fc
            .array(valueOf(depth - 1), { maxLength: 3 })
            .map((all) => `[${all.join(",")}]`),
        },
      );
const value = fc.oneof(
  { weight: 200, arbitrary: valueOf(5) },
  fc.constantFrom("01", "tru", '"\\x"', '"', "NaN", '"\\ud800"', "1.", "", "[1", '"\t"'),
);

const name = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      ...'"e1"|"e1"|"e1"|"e2"|"e2"|"gone"|"agreed"|"e\\u0031"|"?"|""|"jane.doe@example.com"'.split(
        "|",
      ),
    ),
  },
  scalar,
);
const who = fc.oneof(
  { weight: 5, arbitrary: fc.nat(9).map((person) => `"p${person}"`) },
  scalar,
  value,
);
const stamp = fc.oneof(
  fc.nat(400).map((day) => JSON.stringify(new Date(Date.UTC(2025, 0, 1 + day, 9)).toISOString())),
  fc.constantFrom('"2026-01-31T23:30:00-02:00"', '"2026-02-30T00:00:00Z"', '"2026-01-01"'),
  scalar,
);
const beside = fc.constantFrom(
  ...'"created_at":"x"|"$set":{"name":"jane.doe@example.com"}|"batch":1|"team_id":1e20|"":{"a":1}|"x":"/Users/jane"'.split(
    "|",
  ),
);
const consent = fc
  .boolean()
  .map((granted) => `{"event":"agreed","properties":{"granted":${granted}}}`);
const event = fc
  .record(
    {
      name,
      who,
      properties: fc.oneof(
        { weight: 20, arbitrary: objectOf(value, 8) },
        { weight: 1, arbitrary: value },
      ),
      stamp,
      beside: fc.tuple(fc.nat(5), beside),
      space: gap,
    },
    { requiredKeys: ["name", "space"] },
  )
  .map((said) => {
    const fields = [
      `"event":${said.name}`,
      ...(said.who === undefined ? [] : [`"distinct_id":${said.who}`]),
      ...(said.properties === undefined ? [] : [`"properties":${said.properties}`]),
      ...(said.stamp === undefined ? [] : [`"timestamp":${said.stamp}`]),
      ...(said.beside?.[0] === 0 ? [said.beside[1]] : []),
    ];
    return `{${fields.join(`,${said.space}`)}}`;
  });
const batch = fc
  .tuple(
    fc.array(fc.oneof({ weight: 8, arbitrary: event }, value, consent), { maxLength: 5 }),
    fc.constantFrom(
      '{"api_key":"x",BATCH}',
      '{"token":"x",BATCH,"sent_at":1,"historical_migration":true}',
      '{"created_at":"x",BATCH}',
      '{"api_key":"x",BATCH,"email":"jane.doe@example.com"}',
      '{"api_key":"x",BATCH,"\\u0062atch":[1]}',
      ' {"api_key":"x", BATCH } ',
      '{"api_key":"x",BATCH,"event":"e1"}',
    ),
  )
  .map(([members, around]) => around.split("BATCH").join(`"batch":[${members.join(",")}]`));
const broken = fc.constantFrom(
  "",
  " ",
  "\t",
  "{",
  "[]",
  "null",
  "\0",
  "\r",
  '\uFEFF{"event":"e1"}',
  '{"event":"e1"}\0',
  '{"event":"e1"} x',
  '{"event":"e1"}{"event":"e1"}',
  '{"event":"e1",}',
);
const line = fc
  .tuple(
    fc.oneof(
      { weight: 14, arbitrary: event },
      { weight: 3, arbitrary: batch },
      value,
      consent,
      broken,
    ),
    fc.constantFrom("\n", "\n", "\n", "\r\n", "\r\r\n"),
  )
  .map(([said, end]) => said.replaceAll("\n", " ") + end);

/** Logs that nobody wrote for a database. */
export const hostileLogs: fc.Arbitrary<string> = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .map((lines) => lines.join(""));
