import * as fc from "fast-check";
import { expect, test } from "vitest";
import { experimentBody, flagBody, server } from "./server.ts";

const share = fc.integer({ min: 0, max: 100 });
const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);

const property = fc.oneof(
  fc.record({
    key: word,
    type: fc.constant("person"),
    operator: fc.constantFrom("exact", "is_not"),
    value: fc.array(word, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: word,
    type: fc.constant("person"),
    operator: fc.constantFrom("gt", "lte", "icontains", "not_icontains", "starts_with"),
    value: fc.oneof(word, fc.integer().map(String)),
  }),
);

const variants = fc
  .tuple(fc.uniqueArray(word, { minLength: 2, maxLength: 2 }), share)
  .map(([keys, percent]) => [
    { key: keys[0], rollout_percentage: percent },
    { key: keys[1], rollout_percentage: 100 - percent },
  ]);

/** Filters that hold what they may hold, with variants and payloads that agree. */
const filters = fc
  .record({
    groups: fc.array(
      fc.record({
        properties: fc.array(property, { maxLength: 3 }),
        rollout_percentage: fc.oneof(share, fc.constant(null), fc.constant(12.5)),
      }),
      { maxLength: 4 },
    ),
    multivariate: fc.option(fc.record({ variants })),
  })
  .chain(({ groups, multivariate }) => {
    const keys = multivariate?.variants.map(({ key }) => key ?? "") ?? ["true"];
    return fc
      .dictionary(
        fc.constantFrom(...keys),
        fc.jsonValue().map((value) => JSON.stringify(value)),
      )
      .map((payloads) => ({ groups, multivariate, payloads: { ...payloads } }));
  });

const flagPatch = fc.record(
  {
    name: fc.string(),
    active: fc.boolean(),
    tags: fc.array(word, { maxLength: 3 }),
    ensure_experience_continuity: fc.option(fc.boolean()),
    evaluation_runtime: fc.constantFrom("server", "client", "all"),
    filters,
  },
  { requiredKeys: [] },
);

test("what is written to a flag is what is read from it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(flagPatch, { minLength: 1, maxLength: 4 }), async (patches) => {
      const { api } = server();
      await api("POST", "/feature_flags/", flagBody("flag"));
      for (const patch of patches) {
        const before = (await api("GET", "/feature_flags/1/")).body;
        const written = await api("PATCH", "/feature_flags/1/", patch);
        expect([written.status, written.body]).toEqual([200, expect.anything()]);
        const after = (await api("GET", "/feature_flags/1/")).body;
        expect(after).toEqual(written.body);
        const sent = JSON.parse(JSON.stringify(patch));
        expect(after).toEqual({
          ...before,
          ...sent,
          filters: { ...before.filters, ...sent.filters },
          is_eligible_for_experiment: after.filters.multivariate?.variants.length === 2,
          version: before.version + 1,
        });
      }
    }),
    { numRuns: 60 },
  );
});

const experimentPatch = fc.record(
  {
    name: fc.string({ minLength: 1 }),
    description: fc.option(fc.string()),
    conclusion: fc.constantFrom("won", "lost", "inconclusive", "stopped_early", "invalid", null),
    conclusion_comment: fc.option(fc.string()),
    archived: fc.boolean(),
    excluded_variants: fc.array(word, { maxLength: 2 }),
    tags: fc.array(word, { maxLength: 3 }),
    only_count_matured_users: fc.boolean(),
  },
  { requiredKeys: [] },
);

test("what is written to an experiment is what is read from it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(experimentPatch, { minLength: 1, maxLength: 4 }), async (patches) => {
      const { api } = server();
      await api("POST", "/experiments/", experimentBody("flag"));
      for (const patch of patches) {
        const before = (await api("GET", "/experiments/1/")).body;
        const written = await api("PATCH", "/experiments/1/", patch);
        const after = (await api("GET", "/experiments/1/")).body;
        expect(after).toEqual(written.body);
        expect(after).toEqual({ ...before, ...patch, version: before.version + 1 });
      }
    }),
    { numRuns: 60 },
  );
});

const verb = fc.constantFrom(
  "launch",
  "pause",
  "resume",
  "end",
  "archive",
  "unarchive",
  "reset",
  "freeze_exposure",
  "unfreeze_exposure",
);

test("whatever the verbs, an answer is the next stage or a refusal that changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(verb, { maxLength: 12 }), async (verbs) => {
      const { api } = server();
      await api("POST", "/experiments/", experimentBody("flag"));
      for (const name of verbs) {
        const before = (await api("GET", "/experiments/1/")).body;
        const { status, body } = await api("POST", `/experiments/1/${name}/`);
        const after = (await api("GET", "/experiments/1/")).body;
        expect([200, 400]).toContain(status);
        expect(after).toEqual(status === 200 ? body : before);
        expect(after.status === "draft").toBe(after.start_date === null);
        expect(after.status === "stopped").toBe(after.end_date !== null);
      }
    }),
    { numRuns: 60 },
  );
});

test("no body makes the server fail", async () => {
  const path = fc.constantFrom(
    "/api/projects/1/feature_flags/",
    "/api/projects/1/experiments/",
    "/api/projects/1/experiment_holdouts/",
    "/api/projects/1/cohorts/",
    "/flags/?v=2",
    "/batch/",
    "/e/",
  );
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        key: fc.jsonValue(),
        name: fc.jsonValue(),
        token: fc.constant("phc_dev"),
        distinct_id: fc.jsonValue(),
        feature_flag_key: fc.oneof(word, fc.jsonValue()),
        parameters: fc.jsonValue(),
        feature_flag: fc.jsonValue(),
        metrics: fc.jsonValue(),
        filters: fc.oneof(
          fc.jsonValue(),
          fc.record({ groups: fc.jsonValue(), multivariate: fc.jsonValue() }),
        ),
        groups: fc.jsonValue(),
        batch: fc.jsonValue(),
      })
      .map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(path, body, async (where, text) => {
      const { status } = await server().ask("POST", where, text);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
});
