import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import type { Declaration } from "../../src/experiment/declaration.ts";
import { isSayable, tomlOf } from "../toml.ts";
import { declarations } from "./arbitrary.ts";
import { applyAll, planFor, remote } from "./remote.ts";

/** The same meaning, written another way. */
function respelled(text: string): string {
  return (
    text
      .replaceAll(/^rollout = (\d+)$/gm, "rollout  =  $1.0 # percent")
      // A quote inside a text is no beginning of one.
      .replaceAll(/(?<!\\)"([a-z]+)"/g, "'$1'")
      .replaceAll(/(property = '[a-z]+', value = )('[a-z]+')/g, "$1[$2]")
      .replaceAll(
        /^tags = \[(.*)\]$/gm,
        (_, tags: string) => `tags = [${tags.split(", ").toReversed().join(", ")}]`,
      )
      .replaceAll(
        /match = \[(\{.*\})\]/g,
        (_, all: string) =>
          `match = [${all
            .split(/(?<=\}), /)
            .toReversed()
            .join(", ")}]`,
      )
      .replaceAll("{ property = ", "{ type = 'person', property = ")
  );
}

test("another spelling plans nothing", async () => {
  await fc.assert(
    fc.asyncProperty(declarations, async (declared) => {
      const text = tomlOf(declared.filter(isSayable));
      const { store } = remote();
      const { base } = await applyAll(store, read(text));
      const planned = await planFor(store, read(respelled(text)), base);
      expect(planned.changes).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

function read(text: string): readonly Declaration[] {
  const { flags, experiments } = parseConfig(text, { file: "assay.toml" });
  return [...experiments, ...flags];
}
