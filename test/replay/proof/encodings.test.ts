import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { drawCanaries } from "../../../src/replay/proof/canary.ts";
import { encodingIn, needlesOf } from "../../../src/replay/proof/encodings.ts";

const { first: canary } = drawCanaries([]);
const needles = needlesOf(canary);
const hash = (name: string, as: "hex" | "base64" | "base64url"): string =>
  createHash(name).update(canary).digest(as);
const encoded = (before: string, as: "base64" | "base64url"): string =>
  Buffer.from(`${before}${canary} and more?>`).toString(as);

describe("a canary is found however it was written down", () => {
  test.each([
    ["plain", canary],
    ["plain", canary.toLowerCase()],
    ["plain", `"${canary}\\n"`],
    ["part", canary.slice(0, 6)],
    ["part", canary.slice(-7)],
    ["part", `…${canary.slice(0, 9).toLowerCase()}`],
    ["reversed", Array.from(canary).toReversed().join("")],
    [
      "json",
      Array.from(canary)
        .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join(""),
    ],
    [
      "url",
      Array.from(canary)
        .map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
        .join(""),
    ],
    ["hex", Buffer.from(canary).toString("hex")],
    ["hex", Buffer.from(`x${canary}y`).toString("hex").toUpperCase()],
    ["utf-16", Buffer.from(canary, "utf16le").toString("latin1")],
    ["utf-16", Buffer.from(canary, "utf16le").toString("hex")],
    ["base64", encoded("", "base64")],
    ["base64", encoded("a", "base64")],
    ["base64", encoded("ab", "base64")],
    ["md5", hash("md5", "hex")],
    ["md5", hash("md5", "base64")],
    ["sha-1", hash("sha1", "hex").toUpperCase()],
    ["sha-1", hash("sha1", "base64url")],
    ["sha-256", hash("sha256", "hex")],
    ["sha-256", hash("sha256", "base64")],
  ])("%s: %s", (encoding, text) => {
    expect(encodingIn(`before ${text} after`, needles)).toBe(encoding);
  });

  test.each(["", "a", "ab"])("base64url, after %j", (before) => {
    const found = encodingIn(encoded(before, "base64url"), needles);
    expect(["base64", "base64url"]).toContain(found);
  });

  test("and not in a text that does not hold it", () => {
    const other = drawCanaries(["a"]).second;
    const texts = ["", "CNRY-", canary.slice(0, 5), canary.slice(6, 12), hash("sha512", "hex")];
    expect(texts.map((text) => encodingIn(text, needles))).toEqual(texts.map(() => undefined));
    expect(encodingIn(other.slice(6, -6), needles)).toBeUndefined();
  });
});

const contained = (canaryText: string, words: readonly string[]): string[] =>
  words.filter((word) => canaryText.toLowerCase().includes(word));

describe("no config tells the two canaries apart", () => {
  test.each([
    [["stop", "length"]],
    [["c", "x", "7", "-"]],
    [Array.from("abcdefghijklmnopqrstuvwxyz234567")],
    [["cnry", "cnry-", "w7", "le", "ew"]],
  ])("words %j", (words) => {
    const { first, second, filler } = drawCanaries(words);
    expect(first).toMatch(/^CNRY-[A-Z2-7]{16}$/);
    expect(second).not.toBe(first);
    expect(contained(first, words)).toEqual(contained(second, words));
    expect(words.join("")).not.toContain(filler);
  });

  test("and the same config has the same ones", () => {
    expect(drawCanaries(["stop"])).toEqual(drawCanaries(["stop"]));
  });
});
