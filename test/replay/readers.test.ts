import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lines } from "../../src/replay/lines.ts";
import { createLogReader } from "../../src/replay/log-reader.ts";
import { readers } from "../../src/replay/readers.ts";
import { stream } from "./bytes.ts";
import { agent, app } from "./catalogues.ts";

const FOLDER = new URL("../../fixtures/events/", import.meta.url);
const catalogues = { capture: app, stream: agent };

test.each(Object.entries(readers))("reader %s reads its example", async (id, { id: own }) => {
  expect(own).toBe(id);
  const reader = createLogReader(catalogues[own]);
  for await (const run of lines(stream(readFileSync(new URL(`${id}.jsonl`, FOLDER)))))
    for (const line of run) reader.read(line);
  const expected = JSON.parse(readFileSync(new URL(`${id}.expected.json`, FOLDER), "utf8"));
  expect(Object.fromEntries(reader.counters())).toEqual(expected.reader);
});
