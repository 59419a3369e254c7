import { describe, expect, test } from "vitest";
import { collected, opened, serve, withSettings } from "./server.ts";

/** The parameters of a query to a server that has these settings. */
const sentUnder = async (
  settings: readonly (readonly string[])[],
  query: string = "",
): Promise<Readonly<Record<string, string>> | undefined> => {
  const { url, asked } = await serve(withSettings(settings, (_, response) => void response.end()));
  await collected((await opened(`${url}${query}`)).rows("SELECT 1"));
  return asked.at(-1)?.parameters;
};

/** What goes with every query. */
const always = { query_id: expect.any(String), wait_end_of_query: "1", limit: "0", offset: "0" };

describe("the settings of a query", () => {
  test("are those that the answer depends on and that the server has otherwise", async () => {
    const parameters = await sentUnder([
      ["read_overflow_mode", "break", "0"],
      ["join_use_nulls", "0", "0"],
      ["readonly", "0", "0"],
    ]);
    expect(parameters).toEqual({
      ...always,
      read_overflow_mode: "throw",
      readonly: "2",
    });
  });

  test("are those of the URL, which decides on what is only comfort", async () => {
    const parameters = await sentUnder(
      [["enable_http_compression", "0", "0"]],
      "/events?max_threads=4&enable_http_compression=0",
    );
    expect(parameters).toMatchObject({
      database: "events",
      max_threads: "4",
      enable_http_compression: "0",
    });
  });

  test("are none for a user who may change none and needs none", async () => {
    const parameters = await sentUnder([
      ["readonly", "1", "1"],
      ["read_overflow_mode", "throw", "1"],
      ["send_progress_in_http_headers", "0", "1"],
    ]);
    expect(parameters).toEqual({
      ...always,
    });
  });

  test("that are fixed so that the answer would be wrong are refused by name", async () => {
    const { url } = await serve(
      withSettings([["read_overflow_mode", "break", "1"]], (_, response) => void response.end()),
    );
    await expect(opened(url)).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringContaining("read_overflow_mode = throw would be needed"),
    });
  });
});

test("no limit is asked under, not even where settings are asked for", async () => {
  const { url, asked } = await serve(withSettings([], (_, response) => void response.end()));
  await collected((await opened(`${url}?limit=5`)).rows("SELECT 1"));
  expect(asked.map(({ parameters }) => parameters["limit"])).toEqual(["0", "0"]);
});
