// Who answers: each peer takes a scenario and people, and gives a function that asks one of them.
import { scenarios } from "./scenarios.mjs";

const quiet = { error() {}, warn() {}, info() {}, debug() {} };

const plain = (value) => (value === "off" ? false : value);

/** `ask(index)` evaluates all flags of the scenario for one person; `valuesOf` reads the answer. */
export const peers = {
  assay: async ({ flags }, people) => {
    const { compileFlags } = await import("../../dist/evaluate.js");
    const compiled = compileFlags({ flags, group_type_mapping: {}, cohorts: {} });
    const persons = people.map(({ id, properties }) => ({
      distinctId: id,
      personProperties: properties,
    }));
    const [only] = flags;
    return flags.length === 1
      ? {
          ask: (index) => compiled.evaluate(only.key, persons[index]),
          valuesOf: ({ value }) => [value],
        }
      : {
          ask: (index) => compiled.evaluateAll(persons[index]),
          valuesOf: (all) => flags.map(({ key }) => all[key].value),
        };
  },

  flagd: async ({ flags, flagd }, people) => {
    const { FlagdCore } = await import("@openfeature/flagd-core");
    const core = new FlagdCore(undefined, quiet);
    core.setConfigurations(JSON.stringify({ flags: flagd }));
    const contexts = people.map(({ id, properties }) => ({
      targetingKey: id,
      ...properties,
      emailLower: properties.email.toLowerCase(),
    }));
    const [only] = flags;
    return flags.length === 1
      ? {
          ask: (index) => core.resolveStringEvaluation(only.key, "off", contexts[index], quiet),
          valuesOf: ({ value }) => [plain(value)],
        }
      : {
          ask: (index) => core.resolveAll(contexts[index], quiet),
          valuesOf: (all) => {
            const byKey = new Map(all.map(({ flagKey, value }) => [flagKey, value]));
            return flags.map(({ key }) => plain(byKey.get(key)));
          },
        };
  },

  "posthog-node": async ({ flags }, people) => {
    const { PostHog } = await import("posthog-node");
    const client = new PostHog("phc_bench", {
      personalApiKey: "phx_bench",
      host: "http://127.0.0.1:9",
      featureFlagsPollingInterval: 1e9,
      fetch: async () =>
        new Response(JSON.stringify({ flags, group_type_mapping: {}, cohorts: {} }), {
          status: 200,
        }),
    });
    await client.reloadFeatureFlags();
    const options = people.map(({ properties }) => ({
      personProperties: properties,
      onlyEvaluateLocally: true,
      sendFeatureFlagEvents: false,
    }));
    const [only] = flags;
    const close = () => client.shutdown();
    return flags.length === 1
      ? {
          ask: (index) => client.getFeatureFlag(only.key, people[index].id, options[index]),
          valuesOf: (value) => [value],
          close,
        }
      : {
          ask: (index) => client.getAllFlags(people[index].id, options[index]),
          valuesOf: (all) => flags.map(({ key }) => all[key]),
          close,
        };
  },
};

export const open = (peer, scenario, people) => peers[peer](scenarios[scenario], people);
