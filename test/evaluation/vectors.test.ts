import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Outcome } from "../../src/evaluation/outcome.ts";
import type { VectorCall } from "./vectors.ts";
import { vectorFiles } from "./vectors.ts";

describe.each(vectorFiles())("$file: as posthog-node answers", ({ cases }) => {
  test.each(cases)("$name", ({ calls, ...definitions }) => {
    const flags = compileFlags(definitions);
    for (const call of calls) {
      const outcome = flags.evaluate(call.key, call);
      expect({ call, ...answer(outcome) }).toEqual({ call, ...expected(call) });
    }
  });
});

function answer({ value, payload, cause }: Outcome): object {
  return { value, payload, cause };
}

function expected({ expected: value, reason, expectedPayload }: VectorCall): object {
  if (value === "inconclusive") return { value: null, payload: null, cause: reason };
  return { value, payload: expectedPayload ?? null, cause: undefined };
}
