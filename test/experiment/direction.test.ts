import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../src/experiment/change.ts";
import { declarations, redeclared } from "./arbitrary.ts";
import { applyAll, planFor, remote } from "./remote.ts";

test("a plan says what apply does: each field goes from PostHog's value to the config's", async () => {
  const twice = declarations.chain((first) => fc.tuple(fc.constant(first), redeclared(first)));
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(twice, async ([first, second]) => {
      const { store } = remote();
      await applyAll(store, first);
      const there = valuesOf((await planFor(store, second)).changes);
      await applyAll(store, second);
      const back = valuesOf((await planFor(store, first)).changes);
      for (const [name, { config }] of there) {
        const found = back.get(name);
        if (found === undefined) continue;
        compared += 1;
        expect(found.remote).toEqual(config);
      }
    }),
    { numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(50);
});

type Values = Map<string, Pick<Change["fields"][number], "config" | "remote">>;

function valuesOf(changes: readonly Change[]): Values {
  return new Map(
    changes
      .filter(({ action }) => action === "update")
      .flatMap(({ kind, key, fields }) =>
        fields.map(({ path, config, remote: held }) => [
          `${kind} ${key} ${path}`,
          { config, remote: held },
        ]),
      ),
  );
}
