import * as fc from "fast-check";
import type { Signal } from "../../src/metrics/signal.ts";
import type { ReplayRules } from "../../src/replay/replay.ts";
import { fields, kind, literals, object } from "./catalogues.ts";
import { appRules } from "./rules.ts";

const turns: Signal = {
  kind: "label",
  name: "turns",
  on: "message_sent",
  when: [],
  unless: new Map([["muted", [true]]]),
  label: "nested.how",
  fold: "trim-lower",
  buckets: ["ok", "bad"],
  other: "other",
};

/** Everything a catalogue can say, on a few events. */
export const manyKinds: ReplayRules = {
  ...appRules,
  catalogue: {
    ...appRules.catalogue,
    events: new Map([
      ...appRules.catalogue.events,
      [
        "message_sent",
        fields({
          model: literals("alpha", "beta", 3),
          length_b2: kind("power-of-two"),
          note: kind("text"),
          nested: object({ how: kind("text"), when: kind("integer", true) }),
        }),
      ],
    ]),
  },
  metrics: { ...appRules.metrics, consent: undefined, signals: [turns] },
};

const scalar = fc.constantFrom(
  ..."1|2|-0|1.5|1e3|12|123456789|true|false|null|{}|[]".split("|"),
  ...'"alpha"|"beta"|"ok"|" OK "|""|"a\\u0041"|"\\n"|"é"|"\\ud800"|"/Users/jane/x"'.split("|"),
  ...'"jane@example.com"|"v1.2.3"|"phc_aaaabbbbccccddddeeeeffff1234"|"x y z w v u t s r"'.split(
    "|",
  ),
  `"${"long ".repeat(90)}"`,
);
// What is no JSON at all, in the place of a scalar.
const broken = fc.constantFrom("01", "tru", '"\\x"', '"', "-", "1.", "nul", "+1", "'a'", "NaN");
const value: fc.Arbitrary<string> = fc.letrec<{ value: string; scalar: string }>((tie) => ({
  scalar,
  value: fc.oneof(
    { weight: 12, arbitrary: tie("scalar") },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("scalar"), tie("value")).map((both) => `[${both.join(", ")}]`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("scalar"), tie("value")).map(([a, b]) => `{"how":${a},"b c":${b}}`),
    },
  ),
})).value;
const key = fc.constantFrom(
  ..."version model length_b2 note nested muted first $feature/theme $feature/gone".split(" "),
  ..."secret email 7 __proto__ constructor $lib distinct_id".split(" "),
);
const name = fc.constantFrom(
  '"message_sent"',
  '"app_started"',
  '"gone"',
  '"jane@example.com"',
  "3",
);
const properties = fc.tuple(fc.array(fc.tuple(key, fc.nat(3)), { maxLength: 5 }), fc.nat(3)).map(
  ([names, gap]) =>
    (values: readonly string[]) =>
      `{${names.map(([each, at]) => `"${each}":${" ".repeat(gap)}${values[at] ?? "0"}`).join(",")}}`,
);
const shape = fc
  .tuple(name, properties, fc.nat(5))
  .map(([event, inner, form]) => (values: readonly string[]): string => {
    const [who = "0"] = values;
    const body = inner(values);
    return (
      [
        `{"event":${event},"distinct_id":${who},"properties":${body}}`,
        `{"distinct_id":${who},"timestamp":"2026-01-0${who.length % 9}T00:00:00Z","event":${event},"properties":${body}}`,
        `{"properties":${body},"event":${event}}`,
        ` {"event" : ${event}, "$set": ${body}, "properties":{}} `,
        `{"batch":[{"event":${event},"properties":${body}},{"event":${event},"properties":${body}}],"sent_at":${who}}`,
        `{"event":${event},"properties":${JSON.stringify(body)}}`,
      ][form] ?? ""
    );
  });
/** What may stand around the members of a batch. */
const around = fc.constantFrom<(members: string) => string>(
  (members) => `{"api_key":"phc_x","batch":[${members}],"sent_at":"2026-01-01T00:00:00Z"}`,
  (members) => `{"batch":[${members}]}`,
  (members) => ` { "token" : "k", "historical_migration":false , "batch" :\t[ ${members} ] } `,
);
/** What must not, and what is no JSON. */
const oddAround = fc.constantFrom<(members: string) => string>(
  (members) => `{"batch":[${members}],"sentAt":"jane@example.com"}`,
  (members) => `{"created_at":"2026-01-01","batch":[${members}]}`,
  (members) => `{"api_key":{"a":1},"token":[1],"batch":[${members}]}`,
  (members) => `{"api_key":"a","batch":[${members}],"batch":[]}`,
  (members) => `{"batch":[${members}],"api_key":01}`,
  (members) => `{"b\\u0061tch":[${members}]}`,
  ...["{", "[", "]", "}", "x", ",", ",1", ":", '"'].flatMap((odd) => [
    (members: string): string => `{"batch":[${members}]${odd}}`,
    (members: string): string => `{"batch":[${members}${odd}]}`,
    (members: string): string => `{"batch":[${members}]}${odd}`,
    (members: string): string => `{"batch":${odd}[${members}]}`,
  ]),
);
const member = fc.constantFrom("3", "null", "{}", "[]", '{"event":3}', '{"batch":[]}', "{,}");
/** Members of a batch: which shape, with which values, or what is no event. */
const eventsOf = (most: number): fc.Arbitrary<[number, string[], string | undefined][]> =>
  fc.array(
    fc.tuple(
      fc.nat(3),
      fc.array(fc.oneof({ weight: 200, arbitrary: value }, broken), {
        minLength: 4,
        maxLength: 4,
      }),
      fc.oneof({ weight: 60, arbitrary: fc.constant(undefined) }, member),
    ),
    { maxLength: most },
  );
/** Logs of batches of such events, of nothing else, and of both. */
export const randomBatches: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(shape, { minLength: 1, maxLength: 4 }),
    fc.array(fc.oneof(around, oddAround), { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.tuple(
        fc.nat(3),
        fc.oneof({ weight: 4, arbitrary: eventsOf(6) }, eventsOf(50)),
        fc.constantFrom(",", ",", ", ", " ,"),
      ),
      { minLength: 2, maxLength: 12 },
    ),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([shapes, arounds, batches, end]) =>
    batches
      .map(([at, events, divider]) => {
        const members = events.map(
          ([which, values, odd]) => odd ?? (shapes[which % shapes.length] ?? String)(values),
        );
        // Some alone, so that both ways to send an event are met.
        const alone = at === 0 ? members.slice(0, 2).map((each) => each + end) : [];
        return [...alone, (arounds[at % arounds.length] ?? String)(members.join(divider)), end];
      })
      .flat()
      .join(""),
  );

/** Logs of a few shapes that come again and again, with leaks, odd names and broken JSON in them. */
export const randomLogs: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(shape, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.tuple(
        fc.nat(3),
        fc.array(fc.oneof({ weight: 40, arbitrary: value }, broken), {
          minLength: 4,
          maxLength: 4,
        }),
      ),
      { minLength: 4, maxLength: 40 },
    ),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([shapes, rows, end]) =>
    rows.map(([at, values]) => (shapes[at % shapes.length] ?? String)(values) + end).join(""),
  );
