import { describe, expect, test } from "vitest";
import { parseAccess } from "../../src/clickhouse/access.ts";

describe("a URL", () => {
  test("names the server, the user, the database and settings", () => {
    expect(parseAccess("https://jane:p%2Fw@host:8443/events?max_threads=4&final=1", {})).toEqual({
      origin: "https://host:8443",
      user: "jane",
      password: "p/w",
      database: "events",
      settings: { max_threads: "4", final: "1" },
    });
  });

  test("may name all that in its parameters, as the server reads them", () => {
    const url = "http://host:8123/?user=jane&password=pw&database=events";
    expect(parseAccess(url, { CLICKHOUSE_USER: "grace" })).toEqual({
      origin: "http://host:8123",
      user: "jane",
      password: "pw",
      database: "events",
      settings: {},
    });
  });

  test("leaves to the environment what it does not say, and the rest to the server", () => {
    const env = { CLICKHOUSE_USER: "jane", CLICKHOUSE_PASSWORD: "pw" };
    expect(parseAccess("http://host:8123", env)).toMatchObject({ user: "jane", password: "pw" });
    const bare = { user: "default", password: "", database: undefined };
    expect(parseAccess("http://host:8123", {})).toMatchObject(bare);
  });

  test.each([
    "host:8123",
    "host",
    "clickhouse://jane:hunter2@host:9000",
    "http://jane:hunter2@host:port",
    "http://jane:hunter2%@host",
    "http://jane:hunter2@host?query=hunter2",
    "http://jane:hunter2@host?default_format=CSV",
    "http://jane:hunter2@host?a-hunter2=1",
  ])("%s is refused, and not repeated", (url) => {
    expect(() => parseAccess(url, {})).toThrow(
      expect.objectContaining({
        kind: "usage",
        message: expect.not.stringMatching(/hunter2|jane/),
        hint: expect.not.stringMatching(/hunter2|jane/),
      }),
    );
  });
});
