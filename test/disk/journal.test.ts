import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { assert, constantFrom, jsonValue, nat, pre, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { fileJournalFolder } from "../../src/disk/journal-folder.ts";
import { journalLine, parseJournal } from "../../src/disk/journal-line.ts";
import { processOwners } from "../../src/disk/journal-owner.ts";
import { folder } from "./folder.ts";

describe("a line of a journal", () => {
  test("gives its value back, wherever the text after it is cut off", () => {
    assert(
      property(jsonValue(), jsonValue(), nat(), (first, second, cut) => {
        const line = journalLine(second);
        const text = journalLine(first) + line.slice(0, cut % line.length);
        const values: unknown[] = [JSON.parse(JSON.stringify(first))];
        expect(parseJournal(text)).toEqual({ values, damaged: 0 });
      }),
    );
  });

  test("with any other character in it is damaged, and the others are not", () => {
    assert(
      property(nat(), constantFrom("0", "x", " ", "}"), (at, character) => {
        const line = journalLine({ turns: 12 });
        const place = at % (line.length - 1);
        pre(line[place] !== character);
        const edited = line.slice(0, place) + character + line.slice(place + 1);
        const values = [{ kept: 1 }];
        expect(parseJournal(edited + journalLine({ kept: 1 }))).toEqual({ values, damaged: 1 });
      }),
    );
  });
});

describe("a folder of journals", () => {
  test("is not there until something is written", async () => {
    const files = fileJournalFolder(join(await folder(), "metrics"));
    expect([await files.list(), await files.read("a")]).toEqual([[], undefined]);
    expect(await files.append("a", "1\n", "existing")).toBe(false);
    expect(await files.append("a", "1\n", "new")).toBe(true);
    expect(await files.append("a", "2\n", "existing")).toBe(true);
    expect(await files.read("a")).toBe("1\n2\n");
  });

  test("moves a file once, whoever asks", async () => {
    const files = fileJournalFolder(await folder());
    await files.append("a.open", "1\n", "new");
    const moved = await Promise.all([
      files.rename("a.open", "a.sealed"),
      files.rename("a.open", "a.sealed"),
    ]);
    expect(moved.filter(Boolean)).toEqual([true]);
    expect(await files.append("a.open", "2\n", "existing")).toBe(false);
    expect((await files.list()).map(({ name }) => name)).toEqual(["a.sealed"]);
  });

  test("removes what is there and what is not", async () => {
    const path = await folder();
    const files = fileJournalFolder(path);
    appendFileSync(join(path, "a"), "1\n");
    await files.remove("a");
    await files.remove("a");
    expect(await files.list()).toEqual([]);
  });
});

describe("whether a process has ended", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const owners = processOwners(() => now);
  const [home] = owners.me.split("-");

  test("is never so of this one", () => {
    expect(owners.isGone(owners.me, 0)).toBe(false);
  });

  test.each([
    ["an id that nothing has", `${home}-4194305-0abc`, now, true],
    ["an earlier run under the id of this one", `${home}-${process.pid}-0abc`, now, true],
    ["a parent that runs", `${home}-${process.ppid}-0abc`, now, false],
    ["another machine, an hour ago", "00000000-1-0abc", now - 3_600_000, false],
    ["another machine, two days ago", "00000000-1-0abc", now - 2 * 86_400_000, true],
    ["something else that has the id by now", `${home}-${process.ppid}-0abc`, 0, true],
  ])("is known of %s", (_, owner, changedAt, isGone) => {
    expect(owners.isGone(owner, changedAt)).toBe(isGone);
  });
});
