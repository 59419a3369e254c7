import { expect, test } from "vitest";
import { toFlag } from "../../src/experiment/flag.ts";
import { flagOf, flagOn } from "./declared.ts";
import { planOver } from "./world.ts";

test("a condition on a flag that changes too is not taken for the same", () => {
  const [gate, tab] = [flagOf("gate", { rollout: 10 }), flagOn("tab", "gate")];
  const renamed = { ...tab, name: "Tab" };
  const held = { flags: [gate, tab].map(toFlag) };
  const movesOf = (declared: Parameters<typeof planOver>[0]): unknown =>
    planOver(declared, held).changes.find(({ key }) => key === "tab")?.moves;
  expect(movesOf([gate, renamed])).toEqual({ enter: 0, leave: 0, switch: 0 });
  expect(movesOf([flagOf("gate", { rollout: 90 }), renamed])).toBeNull();
});
