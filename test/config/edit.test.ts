import { describe, expect, test } from "vitest";
import { editToml } from "../../src/config/edit.ts";
import type { Path } from "../../src/config/problem.ts";

describe("an edit touches nothing but what differs", () => {
  test.each<[string, string, Path, unknown, string]>([
    [
      "a value under a header",
      "[flags.a]\nrollout = 25 # a quarter\nname = 'A'\n",
      ["flags", "a", "rollout"],
      40,
      "[flags.a]\nrollout = 40 # a quarter\nname = 'A'\n",
    ],
    [
      "a value in an inline table",
      "flags.a = { rollout = 25, name = 'A' } # mine\n",
      ["flags", "a", "rollout"],
      40,
      "flags.a = { rollout = 40, name = 'A' } # mine\n",
    ],
    [
      "a value under a dotted key",
      "[flags]\na.rollout = 25 # here\nb.rollout = 1\n",
      ["flags", "a", "rollout"],
      40,
      "[flags]\na.rollout = 40 # here\nb.rollout = 1\n",
    ],
    [
      "a value in a list of tables",
      '[[e.variants]]\nkey = "a" # first\nshare = 50\n[[e.variants]]\nkey = "b"\nshare = 50 # half\n',
      ["e", "variants"],
      [
        { key: "a", share: 40 },
        { key: "b", share: 60 },
      ],
      '[[e.variants]]\nkey = "a" # first\nshare = 40\n[[e.variants]]\nkey = "b"\nshare = 60 # half\n',
    ],
    [
      "a value in a list of inline tables",
      'v = [\n  { key = "a", share = 50 }, # first\n  { key = "b", share = 50 }\n]\n',
      ["v", 1, "share"],
      60,
      'v = [\n  { key = "a", share = 50 }, # first\n  { key = "b", share = 60 }\n]\n',
    ],
    [
      "a new row, after the comment of the last one",
      "[flags.a]\n  rollout = 25 # a quarter\n\n[flags.b]\n",
      ["flags", "a", "name"],
      "A",
      '[flags.a]\n  rollout = 25 # a quarter\n  name = "A"\n\n[flags.b]\n',
    ],
    [
      "a new row of an empty table",
      "[flags.a] # nothing yet\n[flags.b]\n",
      ["flags", "a", "name"],
      "A",
      '[flags.a] # nothing yet\nname = "A"\n[flags.b]\n',
    ],
    [
      "a new row beside dotted ones",
      "[flags]\na.rollout = 25\nb.rollout = 1\n",
      ["flags", "a", "name"],
      "A",
      '[flags]\na.rollout = 25\na.name = "A"\nb.rollout = 1\n',
    ],
    [
      "a new row of a table that has only lists of tables",
      "# top\n[[flags.a.groups]]\nrollout = 1\n",
      ["flags", "a", "name"],
      "A",
      '# top\n[flags.a]\nname = "A"\n\n[[flags.a.groups]]\nrollout = 1\n',
    ],
    ["a new member of braces", "a = { b = 1 }\n", ["a", "c"], 2, "a = { b = 1, c = 2 }\n"],
    [
      "a new element of a list on several lines",
      "a = [\n  1, # one\n  2 # two\n]\n",
      ["a"],
      [1, 2, 3],
      "a = [\n  1, # one\n  2, # two\n  3\n]\n",
    ],
    [
      "a new element after a last comma",
      "a = [\n  1, # one\n]\n",
      ["a"],
      [1, 2],
      "a = [\n  1, # one\n  2,\n]\n",
    ],
    [
      "one more table of a list",
      "[[g]]\nr = 1\n[g.sub]\nx = 1 # deep\n\n[z]\n",
      ["g"],
      [{ r: 1, sub: { x: 1 } }, { r: 2 }],
      "[[g]]\nr = 1\n[g.sub]\nx = 1 # deep\n\n[[g]]\nr = 2\n\n[z]\n",
    ],
    [
      "one more table of a list, after a value on several lines",
      "[[g]]\nm = [\n  { x = 1 },\n]\n",
      ["g"],
      [{ m: [{ x: 1 }] }, { r: 2 }],
      "[[g]]\nm = [\n  { x = 1 },\n]\n\n[[g]]\nr = 2\n",
    ],
    [
      "a row that goes",
      "[a]\n b = 1 # old\nc = 2\n",
      ["a", "b"],
      undefined,
      "[a]\n # old\nc = 2\n",
    ],
    [
      "a first member that goes",
      "a = { b = 1, c = 2 }\n",
      ["a", "b"],
      undefined,
      "a = { c = 2 }\n",
    ],
    ["a last member that goes", "a = { b = 1, c = 2 }\n", ["a", "c"], undefined, "a = { b = 1 }\n"],
    [
      "an element with a line of its own that goes",
      "a = [\n  1,\n  2, # two\n  3,\n]\n",
      ["a"],
      [1, 2],
      "a = [\n  1,\n  2, # two\n]\n",
    ],
    [
      "a table of a list that goes",
      "[[g]]\nr = 1\n# second\n[[g]]\nr = 2\n[z]\n",
      ["g"],
      [{ r: 1 }],
      "[[g]]\nr = 1\n# second\n[z]\n",
    ],
    ["Windows line breaks", "[a]\r\nb = 1 # x\r\n", ["a", "c"], 2, "[a]\r\nb = 1 # x\r\nc = 2\r\n"],
    ["a byte order mark", "\uFEFFa = 1\n", ["a"], 2, "\uFEFFa = 2\n"],
    ["a file without a last line break", "[a]\nb = 1", ["a", "c"], 2, "[a]\nb = 1\nc = 2"],
    [
      "the spelling of what is the same",
      "a = [0x10, 1_000]\n",
      ["a"],
      [16, 999],
      "a = [0x10, 999]\n",
    ],
    ["nothing", "a = 1.0 # one\n", ["a"], 1, "a = 1.0 # one\n"],
    [
      "text with quotes",
      "a = 'x'\n",
      ["a"],
      'say "\\\n\u007f"',
      'a = "say \\"\\\\\\n\\u007f\\""\n',
    ],
    ["a number beyond integers", "a = 1\n", ["a"], 1e17, "a = 1e+17\n"],
  ])("%s", (_what, before, path, wanted, after) => {
    expect(editToml(before, path, wanted)).toBe(after);
  });

  test.each<[string, Path, unknown]>([
    ["what TOML cannot say", ["a", "x"], null],
    ["a list of tables of which one is none", ["g"], [{ r: 1 }, 5]],
    ["a place below what is no table", ["a", "b", "c"], 1],
  ])("%s is refused, with the place to edit by hand", (_what, path, wanted) => {
    expect(() => editToml("[a]\nb = 1\n[[g]]\nr = 1\n", path, wanted)).toThrow(
      expect.objectContaining({ kind: "refused" }),
    );
  });
});
