import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { isRecord } from "../../../src/event/value.ts";
import { judgeEvent } from "../../../src/privacy/event/judge.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/mux");
const read = (name: string): string => readFileSync(join(FIXTURES, name), "utf8");
const { catalogue } = parseConfig(read("assay.toml"), { file: "assay.toml" });

interface Place {
  readonly line: number;
  readonly event: number;
  readonly path: string;
}
const expected: { plantedLeaks: Place[]; forbiddenSubstrings: string[] } = JSON.parse(
  read("mux-posthog-capture.expected.json"),
);

const found = read("mux-posthog-capture.jsonl")
  .trim()
  .split("\n")
  .flatMap((text, index) => {
    const body: Record<string, unknown> = JSON.parse(text);
    const batch: unknown[] = Array.isArray(body["batch"]) ? body["batch"] : [body];
    return batch.filter(isRecord).flatMap((member, event) => {
      const judged = { name: String(member["event"]), body: member, line: index + 1, index: event };
      return judgeEvent(judged, catalogue).map((judgement) => ({ ...judgement, ...judged }));
    });
  });
const errors = found.filter(({ severity }) => severity === "error");
const placeOf = (line: number, event: number, path: string): string => `${line}/${event}/${path}`;

test("every planted leak is found where it was planted", () => {
  const places = new Set(errors.map(({ line, index, pointer }) => placeOf(line, index, pointer)));
  const missed = expected.plantedLeaks.filter(
    ({ line, event, path }) => !places.has(placeOf(line, event, path)),
  );
  expect(missed).toEqual([]);
});

test("nothing else is an error but the object around a planted leaf", () => {
  const strange = errors.filter(
    ({ line, index, pointer }) =>
      !expected.plantedLeaks.some(
        ({ line: at, event, path }) =>
          at === line && event === index && (path === pointer || path.startsWith(`${pointer}.`)),
      ),
  );
  expect(strange).toEqual([]);
});

test("no judgement repeats a planted value", () => {
  const printed = JSON.stringify(found.map(({ body: _body, name: _name, ...shown }) => shown));
  expect(expected.forbiddenSubstrings.filter((value) => printed.includes(value))).toEqual([]);
});
