import type { ReplayRules } from "../../src/replay/replay.ts";
import type { PropertyType } from "../../src/event/catalogue.ts";
import { fields, kind, literals } from "../replay/catalogues.ts";
import { consented, ordinary } from "./ordinary-logs.ts";

/** Where SQL reads a log otherwise than JavaScript does, or has less room. */
export interface Seam {
  readonly about: string;
  readonly log: string;
  readonly rules: ReplayRules;
}

const MAX = 1_048_576;
const EMAIL = '"jane.doe@example.com"';

/** A line with these properties; `more` stands beside them. */
const sent = (properties: string, more = "", name = "message_sent"): string =>
  `{"event":"${name}","distinct_id":"p","properties":${properties}${more}}\n`;

/** A line of so many bytes. */
function long(bytes: number, end = "\n"): string {
  const [head = "", tail = ""] = sent('{"x":"|"}').trim().split("|");
  return head + "a".repeat(bytes - head.length - tail.length) + tail + end;
}

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

const pattern = (source: string): PropertyType => ({
  form: "pattern",
  pattern: source,
  nullable: false,
});

/** Rules with these properties of `message_sent`, and no counters. */
function declaring(
  properties: Record<string, PropertyType>,
  catalogue: Partial<ReplayRules["catalogue"]> = {},
): ReplayRules {
  const events = new Map([["message_sent", fields(properties)]]);
  return {
    ...ordinary,
    catalogue: { ...ordinary.catalogue, events, ...catalogue },
    metrics: { ...ordinary.metrics, signals: [] },
  };
}

const daily: ReplayRules = { ...ordinary, metrics: { ...ordinary.metrics, period: "day" } };

const numbers = ["1e20", "-9.5e18", "-0.0", "1e400", "9007199254740993", "18446744073709551615"];
const words = ["abc", "xyz", "[a", ":", "a", "", "é"];
const NAMED = ["", "?"];

export const seams: readonly Seam[] = [
  {
    about: "numbers that ClickHouse writes with all their digits",
    log: numbers
      .map((each) =>
        [sent(`{"x":${each},"y":${EMAIL}}`), sent(`{"x":{"y":[${each}],"z":${EMAIL}}}`)].join(""),
      )
      .join(""),
    rules: ordinary,
  },
  {
    about: "byte order marks that are none",
    log: `${sent("{}")}\uFEFF${sent("{}")}\uFEFF{"api_key":"x","batch":[]}\n`,
    rules: ordinary,
  },
  {
    about: "lines as long as they may be, and longer ones",
    log: [
      long(MAX),
      long(MAX + 1),
      long(MAX, "\r\n"),
      long(MAX + 1, "\r\n"),
      `${" ".repeat(MAX + 1)}\n`,
      `{"api_key":"x","batch":[${sent("{}").trim()}],"sent_at":"${"a".repeat(MAX)}"}\n`,
    ].join(""),
    rules: ordinary,
  },
  {
    about: "names that are empty, so that two places have one pointer",
    log: sent("{}", `,"":{"a":${EMAIL}},"a":${EMAIL}`),
    rules: ordinary,
  },
  {
    about: "patterns that no other engine reads as JavaScript does",
    log: words.map((word) => sent(`{"a":"${word}","b":"${word}","c":"${word}"}`)).join(""),
    rules: declaring({ a: pattern("a.c"), b: pattern("[[:alpha:][a]"), c: pattern("[]|a[^]") }),
  },
  {
    about: "patterns that repeat more than RE2 does",
    log: words.map((word) => sent(`{"a":"${word}","b":"${word}"}`)).join(""),
    rules: declaring({ a: pattern("a{1,1001}"), b: pattern("(?:(?:a{100}){100}|xyz)") }),
  },
  {
    about: "a declared name with a dot, and an object that looks like it",
    log: ['{"a":{"b":"v1.2.3"}}', '{"a.b":"v1.2.3"}'].map((each) => sent(each)).join(""),
    rules: declaring({ "a.b": kind("semver") }),
  },
  {
    about: "a declared property that is called as a flag's value is",
    log: ['"v1.2.3"', "true", '"blue"']
      .map((each) => sent(`{"$feature/old":${each},"$feature/gone":1}`))
      .join(""),
    rules: declaring({ "$feature/old": kind("semver") }),
  },
  ...NAMED.map((name) => ({
    about: `an event that is declared as "${name}"`,
    log: [name, "gone"].map((each) => sent('{"a":"v1.2.3"}', "", each)).join(""),
    rules: declaring({}, { events: new Map([[name, fields({ a: kind("semver") })]]) }),
  })),
  {
    about: "a name at a path, and a field that is called like the path",
    log: '{"a":{"b":"message_sent"}}\n{"a.b":"message_sent"}\n{"a.b":"x","a":{"b":"message_sent"}}\n',
    rules: declaring({}, { name: "a.b" }),
  },
  {
    about: "literals with what ends a literal of SQL",
    log: sent(String.raw`{"it's":"\u0000'\\","$feature/q'":"o'n"}`),
    rules: declaring({ "it's": literals("\0'\\") }, { flags: new Map([["q'", ["o'n"]]]) }),
  },
  {
    about: "properties of an export as text, JSON or not",
    log: ["null", EMAIL, String.raw`"{\"model\":\"zeta\"}"`]
      .map((each) => sent(each, ',"created_at":"x"'))
      .join(""),
    rules: ordinary,
  },
  {
    about: "more days of one person than are kept",
    log: lines(900, (at) =>
      sent("{}", `,"timestamp":"${new Date(Date.UTC(2020, 0, 1 + at)).toISOString()}"`),
    ),
    rules: daily,
  },
  {
    about: "more names, and longer texts of flags, than a query has room for",
    log: lines(2_500, (at) =>
      sent(`{"name_${"x".repeat(50)}_${at}":${at},"$feature/gone":"${`a${at} `.repeat(60)}"}`),
    ),
    rules: ordinary,
  },
  {
    about: "more properties than a query has room for",
    log: sent('{"name_1":"3_1","name_2":"3_3"}', "", "event_3"),
    rules: declaring({}, { events: manyEvents(60, 50) }),
  },
  {
    about: "consent that comes and goes more often than a query has room for",
    log: lines(10_000, (at) => consent(at % 2 === 0) + sent('{"model":"alpha"}')),
    rules: consented,
  },
];

function manyEvents(count: number, each: number): ReplayRules["catalogue"]["events"] {
  const events = Array.from({ length: count }, (_, event) => {
    const names = Array.from({ length: each }, (__, at) => [`name_${at}`, `${event}_${at}`]);
    const declared = names.map(([name = "", literal = ""]) => [name, literals(literal)] as const);
    return [`event_${event}`, fields(Object.fromEntries(declared))] as const;
  });
  return new Map(events);
}

function consent(granted: boolean): string {
  return sent(`{"granted":${granted}}`, "", "agreed");
}
