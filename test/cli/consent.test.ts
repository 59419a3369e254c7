import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay as run, NOW } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[flags.stats-tab]
rollout = 25
[experiments.checkout-copy]
name = "Checkout copy"
rollout = 50
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
`;

/** A desk where everything is applied and, unless told otherwise, the experiment runs. */
async function applied({ isRunning = true } = {}): Promise<Desk> {
  const at = desk(TOML);
  expect((await at.assay("apply --yes")).code).toBe(0);
  if (isRunning)
    await at.posthog.fetch(
      new Request("http://posthog.test/api/projects/1/experiments/1/launch/", {
        method: "POST",
        headers: { authorization: "Bearer phx_dev" },
      }),
    );
  return at;
}

describe("--max-reassign", () => {
  test.each(["plan", "plan --out plan.json", "apply --yes", "apply --dry-run"])(
    "refuses %s where more people would move, and says how many",
    async (line) => {
      const { assay, write } = await applied();
      write("assay.toml", TOML.replace("rollout = 25", "rollout = 40"));
      const { code, err } = await assay(`${line} --max-reassign 14.9`);
      expect(code).toBe(3);
      expect(err).toContain('flag "stats-tab" moves 15 % of people');
      expect((await assay("plan --check")).code).toBe(1);
      expect((await assay("apply plan.json")).code).toBe(2);
    },
  );

  test("lets through what is not above it", async () => {
    const { assay, write } = await applied();
    write("assay.toml", TOML.replace("rollout = 25", "rollout = 40"));
    expect((await assay("apply --yes --max-reassign 15%")).code).toBe(0);
  });

  test("counts those who leave and those who switch", async () => {
    const { assay, write } = await applied();
    write("assay.toml", TOML.replace("rollout = 25", "rollout = 5"));
    expect((await assay("plan --max-reassign 19")).code).toBe(3);
    write("assay.toml", TOML.replace(/50 \}(.*)50/, "40 }$160"));
    // A tenth of the half that is in.
    expect((await assay("plan --max-reassign 4.9")).code).toBe(3);
    expect((await assay("plan --max-reassign 5")).code).toBe(0);
  });

  test("takes unknown for more than any limit", async () => {
    const { assay, write } = await applied();
    write(
      "assay.toml",
      TOML.replace("rollout = 25", 'groups = [{ match = [{ property = "plan", value = "pro" }] }]'),
    );
    const { code, err } = await assay("plan --max-reassign 100");
    expect(code).toBe(3);
    expect(err).toContain("depends on who the people are");
    expect((await assay("plan")).code).toBe(0);
  });

  test("asks people where conditions decide, and says of how many", async () => {
    const { assay, write } = await applied();
    const pro = 'groups = [{ match = [{ property = "plan", value = "pro" }] }]';
    write("assay.toml", TOML.replace("rollout = 25", pro));
    const rows = Array.from({ length: 40 }, (_, id) => ({
      id: `u${id}`,
      props: { plan: id % 2 === 0 ? "pro" : "free" },
    }));
    write("users.jsonl", [...rows, {}].map((row) => JSON.stringify(row)).join("\n"));
    const planned = await assay("plan --users users.jsonl --out plan.json");
    expect(planned.out).toContain("(of 40 asked)");
    expect(planned.err).toContain("1 of 41 rows name nobody");
    expect((await assay("plan --users users.jsonl --max-reassign 10")).code).toBe(3);
    expect((await assay("plan --users users.jsonl --max-reassign 100")).code).toBe(0);
    expect((await assay("apply plan.json")).code).toBe(0);
  });

  test.each(["101", "-1", "many"])("takes no %s", async (limit) => {
    const { assay } = await applied();
    expect((await assay(`plan --max-reassign=${limit}`)).code).toBe(2);
  });
});

describe("dealing the people of a running experiment out anew", () => {
  const CHANGES = [
    ["its split", TOML.replace(/50 \}(.*)50/, "40 }$160")],
    [
      "the order of its variants",
      TOML.replace(
        /\{ key = "control", share = 50 \}, (\{.*\})/,
        '$1, { key = "control", share = 50 }',
      ).replace("}]]", "}]"),
    ],
    ["its bucketing", TOML.replace("rollout = 50", 'rollout = 50\nbucketing = "device_id"')],
  ] as const;

  test.each(CHANGES)("by %s needs its key; --yes is not enough", async (_what, changed) => {
    const { assay, write } = await applied();
    write("assay.toml", changed);
    const refused = await assay("apply --yes");
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("--confirm checkout-copy");
    expect((await assay("apply --yes --confirm stats-tab")).code).toBe(3);
    expect((await assay("experiment create checkout-copy --yes")).code).toBe(3);
    expect((await assay("plan --out plan.json")).out).toContain("--confirm checkout-copy");
    expect((await assay("apply plan.json")).code).toBe(3);
    expect((await assay("plan --check")).code).toBe(1);
    expect((await assay("apply plan.json --confirm checkout-copy")).code).toBe(0);
    expect((await assay("plan --check")).code).toBe(0);
  });

  test("needs it too where the change would undo an edit made in PostHog", async () => {
    const { assay, write } = await applied();
    write("assay.toml", CHANGES[0][1]);
    await assay("apply --yes --confirm checkout-copy");
    write("assay.toml", TOML);
    expect((await assay("apply --yes")).code).toBe(3);
  });

  test.each([
    ["checkout-copy", 0],
    ["checkout", 3],
    ["", 3],
  ])("asks for the key where somebody is at the terminal: %j ends with %i", async (typed, code) => {
    const { folder, posthog, write } = await applied();
    write("assay.toml", CHANGES[0][1]);
    const questions: string[] = [];
    const seen = await run(["apply", "--yes"], {
      cwd: () => folder,
      now: () => NOW,
      env: { POSTHOG_HOST: "http://posthog.test", POSTHOG_PERSONAL_API_KEY: "phx_dev" },
      fetch: (input, init) => posthog.fetch(new Request(input, init)),
      terminal: { stdin: true, stdout: false, stderr: false },
      ask: async (question) => {
        questions.push(question);
        return typed;
      },
    });
    expect(seen.code).toBe(code);
    expect(questions).toHaveLength(1);
  });

  test("needs it where the experiment is declared as nothing but its flag", async () => {
    const { assay, write, folder } = await applied();
    const flag = TOML.slice(0, TOML.indexOf("[experiments"));
    write(
      "assay.toml",
      `${flag}[flags.checkout-copy]\nrollout = 50\nvariants = [{ key = "control", share = 40 }, { key = "test", share = 60 }]\n`,
    );
    const refused = await assay("apply --yes");
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("--confirm checkout-copy");
    rmSync(join(folder, "assay.lock"));
    expect((await assay("flag create checkout-copy --yes")).code).toBe(3);
    expect((await assay("apply --yes --confirm checkout-copy")).code).toBe(0);
  });

  test("needs nothing for more people, another name, or a draft", async () => {
    const running = await applied();
    running.write(
      "assay.toml",
      TOML.replace("rollout = 50", "rollout = 60").replace("Checkout copy", "Copy"),
    );
    expect((await running.assay("apply --yes")).code).toBe(0);
    const draft = await applied({ isRunning: false });
    draft.write("assay.toml", CHANGES[0][1]);
    expect((await draft.assay("apply --yes")).code).toBe(0);
  });
});
