import { expect, test } from "vitest";
import { OpsError, parseConfig } from "../../src/mod.ts";
import { type OverrideBook, openOverrides } from "../../src/runtime/override-book.ts";
import { declaredOf } from "../../src/runtime/settings.ts";
import type { Store } from "../../src/runtime/store.ts";
import { START, TOML } from "./application.ts";

const declared = declaredOf(parseConfig(TOML, { file: "assay.toml" }));

function open(store: Store, ci?: string): OverrideBook {
  return openOverrides(store, { declared, now: () => START, ci, tell: () => {} });
}

/** A file in memory, read when the test says so. */
function slowFile(): Store & { readonly answer: () => void } {
  let held: unknown;
  let answer: (() => void) | undefined;
  return {
    answer: () => answer?.(),
    load: async () => {
      const read = held;
      await new Promise<void>((resolve) => (answer = resolve));
      return read;
    },
    update: async (change) => void (held = change(held)),
  };
}

test("a reading that began before a choice does not undo it", async () => {
  const file = slowFile();
  const book = open(file);
  const reading = book.read();
  await book.choose({ key: "toggle", value: true, by: "ada" });
  file.answer();
  await reading;
  expect(book.held().get("toggle")?.value).toBe(true);
});

test("a choice that is refused leaves another made at the same time", async () => {
  let held: unknown;
  const book = open({
    load: async () => held,
    update: async (change) => void (held = change(held)),
  });
  const [first, second] = await Promise.allSettled(
    [true, false].map(async (value) =>
      book.choose({ key: "toggle", value, by: "ada", ifRevision: 0 }),
    ),
  );
  expect([first?.status, second?.status]).toEqual(["fulfilled", "rejected"]);
  expect(book.held().get("toggle")?.value).toBe(true);
});

test("in CI a choice must be asked for, and can always be taken back", async () => {
  let held: unknown;
  const book = open(
    { load: async () => held, update: async (change) => void (held = change(held)) },
    "GITHUB_ACTIONS",
  );
  const choice = { key: "toggle", value: true, by: "job" };
  await expect(book.choose(choice)).rejects.toThrow(OpsError);
  await book.choose({ ...choice, allowCi: true });
  await book.choose({ ...choice, value: null });
  expect(book.held().get("toggle")).toMatchObject({ value: null, revision: 2 });
});
