import { beforeEach, expect, test } from "vitest";
import { experimentBody, server, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

const names = async (query: string): Promise<string[]> =>
  (await api("GET", `/experiments/${query}`)).body.results.map(
    ({ feature_flag_key }: { feature_flag_key: string }) => feature_flag_key,
  );

beforeEach(async () => {
  for (const key of ["draft", "running", "paused", "stopped", "archived", "deleted"])
    await api("POST", "/experiments/", experimentBody(key));
  for (const id of [2, 3, 4, 5]) await api("POST", `/experiments/${id}/launch/`);
  await api("POST", "/experiments/3/pause/");
  for (const id of [4, 5]) await api("POST", `/experiments/${id}/end/`);
  await api("POST", "/experiments/5/archive/");
  await api("PATCH", "/experiments/6/", { deleted: true });
});

test.each([
  ["", ["stopped", "paused", "running", "draft"]],
  ["?status=draft", ["draft"]],
  ["?status=running", ["running"]],
  ["?status=paused", ["paused"]],
  ["?status=stopped", ["stopped"]],
  ["?status=complete", ["stopped"]],
  ["?status=all&order=name", ["draft", "paused", "running", "stopped"]],
  ["?archived=true", ["archived"]],
  ["?feature_flag_id=3", ["paused"]],
  ["?search=RUNN", ["running"]],
])("%s lists %j", async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

test("rows are lean", async () => {
  const { results } = (await api("GET", "/experiments/")).body;
  expect(results[0]).toHaveProperty("status");
  expect(results[0]).not.toHaveProperty("metrics");
});

test("a deleted experiment is still found by its id", async () => {
  expect((await api("GET", "/experiments/6/")).body.deleted).toBe(true);
});
