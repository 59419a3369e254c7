import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inputRules } from "../../src/privacy/run/rules.ts";
import { assay } from "../assay.ts";

const MUX = join(import.meta.dirname, "../../fixtures/mux");

/** What a replay of these bytes says. */
async function replayed(log: string | Uint8Array): Promise<string> {
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(log);
  };
  return (await assay(["replay", "-", "--json"], { cwd: () => MUX, stdin })).out;
}

describe.each(inputRules)("$id", ({ id, examples }) => {
  test.each(examples.finds.map((log) => ({ log })))("is found", async ({ log }) => {
    expect(await replayed(log)).toContain(`"rule":"${id}"`);
  });
  test.each(examples.passes)("is not found in %j", async (log) => {
    expect(await replayed(log)).not.toContain(id);
  });
});
