import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasher } from "../../src/evaluation/hash.ts";

/** PostHog's own formula, hex digits and all. */
function reference(text: string): number {
  const hex = createHash("sha1").update(new TextEncoder().encode(text)).digest("hex");
  return Number.parseInt(hex.slice(0, 15), 16) / 2 ** 60;
}

describe("a place", () => {
  test.each([
    ["simple-flag", "distinct_id_0", 0.7836963764220432, 0.6595248869787484],
    ["simple-flag", "distinct_id_1", 0.3397069926995401, 0.5071592428363415],
    ["checkout", "user-1", 0.4483424540878856, 0.5740189872301985],
    ["checkout", "user-42", 0.5339976690271823, 0.7807122293070065],
    ["checkout", "ユーザー", 0.3305292841064592, 0.5471817956131052],
  ])("%s of %s is where PostHog puts it", (key, name, rollout, variant) => {
    expect(hasher(`${key}.`)("")(name)).toBe(rollout);
    expect(hasher(`${key}.`)("variant")(name)).toBe(variant);
  });

  test("of a holdout has a dash and no flag", () => {
    expect(hasher("holdout-")("")("some_distinct_id")).toBe(0.7270002403585725);
  });

  test("is the top of the SHA-1, whatever the text", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(
        text,
        fc.array(text, { minLength: 1, maxLength: 4 }),
        text,
        (head, names, tail) => {
          const hash = hasher(`${head}.`)(`.${tail}`);
          for (const name of names) expect(hash(name)).toBe(reference(`${head}.${name}.${tail}`));
        },
      ),
    );
  });

  test.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128, 1_000_000])(
    "of %i bytes is padded to whole blocks",
    (length) => {
      const name = "x".repeat(length);
      const hash = hasher("")("");
      // A longer message leaves bytes behind that the next one must not see.
      hash("y".repeat(length + 100));
      expect(hash(name)).toBe(reference(name));
    },
  );

  test("of one name for several endings is that of each text", () => {
    const text = fc.string({ unit: "binary", maxLength: 80 });
    fc.assert(
      fc.property(
        text,
        fc.array(text, { maxLength: 4 }),
        fc.array(text),
        (head, endings, names) => {
          const hashOf = hasher(head);
          const hashes = endings.map(hashOf);
          for (const name of names)
            for (const [index, ending] of endings.entries())
              expect(hashes[index]!(name)).toBe(reference(head + name + ending));
        },
      ),
    );
  });

  test("reads a lone surrogate as U+FFFD", () => {
    expect(hasher("f.")("")("a\ud800b")).toBe(reference("f.a\ufffdb"));
    expect(hasher("f.")("")("\udc00")).toBe(reference("f.\ufffd"));
  });
});
