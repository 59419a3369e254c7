import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileJsonStore } from "../../src/disk/json-store.ts";
import { createPostHog } from "../../src/testing.ts";
import { folder } from "./folder.ts";

describe("a JSON value in a file", () => {
  test("is undefined until it is saved", async () => {
    const store = fileJsonStore(join(await folder(), "state.json"));
    expect(await store.load()).toBeUndefined();
    await store.save({ a: [1, null] });
    expect(await store.load()).toEqual({ a: [1, null] });
  });

  test("is the last of many saves", async () => {
    const store = fileJsonStore(join(await folder(), "state.json"));
    await Promise.all([1, 2, 3, 4, 5].map(async (value) => store.save(value)));
    expect(await store.load()).toBe(5);
  });

  test("that is no JSON is a config error", async () => {
    const path = join(await folder(), "state.json");
    await writeFile(path, "{");
    await expect(fileJsonStore(path).load()).rejects.toMatchObject({ kind: "config" });
  });

  test("lets a server remember its flags from one start to the next", async () => {
    const path = join(await folder(), "state.json");
    const ask = async (method: string, body?: unknown): Promise<unknown> => {
      const posthog = createPostHog({ now: () => 0, store: fileJsonStore(path) });
      const response = await posthog.fetch(
        new Request("http://posthog.test/api/projects/1/feature_flags/", {
          method,
          headers: { authorization: "Bearer phx_dev" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
      return response.json();
    };
    await ask("POST", { key: "stats-tab", filters: { groups: [{}] } });
    expect(await ask("GET")).toMatchObject({ count: 1 });
  });
});
