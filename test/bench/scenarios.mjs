// What is asked: one set of flags in PostHog's words, and the same in flagd's.

const VARIANTS = [
  { key: "control", rollout_percentage: 50 },
  { key: "test", rollout_percentage: 50 },
];

const is = (key, operator, value) => ({ key, type: "person", operator, value });

/** Three groups of three conditions; about one person in twelve is let in. */
const GROUPS = [
  {
    properties: [
      is("country", "exact", ["DE", "FR"]),
      is("email", "icontains", "@example."),
      is("seats", "gt", 10),
    ],
    rollout_percentage: 50,
  },
  {
    properties: [
      is("plan", "exact", "pro"),
      is("agent", "regex", "^Mozilla/5\\.0 \\(Mac"),
      is("age", "gt", 40),
    ],
    rollout_percentage: 30,
  },
  {
    properties: [
      is("plan", "exact", "team"),
      is("email", "icontains", ".ORG"),
      is("age", "gt", 60),
    ],
    rollout_percentage: 100,
  },
];

function flag(key, groups) {
  const filters = { groups, multivariate: { variants: VARIANTS }, payloads: {} };
  return { id: 1, team_id: 1, name: key, key, active: true, deleted: false, filters, version: 1 };
}

const simple = (key) => flag(key, [{ properties: [], rollout_percentage: 100 }]);
const grouped = (key) => flag(key, GROUPS);

export const scenarios = {
  simple: {
    about: "one 50/50 flag for everyone",
    flags: [simple("new-checkout")],
    flagd: { "new-checkout": flagdFlag(split()) },
  },
  groups: {
    about: "one flag, three groups of three conditions",
    flags: [grouped("new-checkout")],
    flagd: { "new-checkout": flagdFlag(flagdGroups()) },
  },
  fifty: {
    about: "fifty flags of a person, 25 of each kind",
    flags: Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0 ? simple(`simple-${index}`) : grouped(`grouped-${index}`),
    ),
    flagd: Object.fromEntries(
      Array.from({ length: 50 }, (_, index) =>
        index % 2 === 0
          ? [`simple-${index}`, flagdFlag(split())]
          : [`grouped-${index}`, flagdFlag(flagdGroups())],
      ),
    ),
  },
};

function flagdFlag(targeting) {
  return {
    state: "ENABLED",
    variants: { off: "off", control: "control", test: "test" },
    defaultVariant: "off",
    targeting,
  };
}

function name(salt) {
  return { cat: [{ var: "$flagd.flagKey" }, salt, { var: "targetingKey" }] };
}

function split() {
  return { fractional: [name("variant"), ["control", 50], ["test", 50]] };
}

/** flagd has neither a case-insensitive `contains` nor patterns: it gets the lighter `in` on texts
 * that were lower-cased beforehand, and `starts_with`. Its hash is another one (murmur3). */
function flagdGroups() {
  const german = { in: [{ var: "country" }, ["DE", "FR"]] };
  const example = { in: ["@example.", { var: "emailLower" }] };
  const mac = { starts_with: [{ var: "agent" }, "Mozilla/5.0 (Mac"] };
  const org = { in: [".org", { var: "emailLower" }] };
  return {
    if: [
      { and: [german, example, { ">": [{ var: "seats" }, 10] }, within(50)] },
      split(),
      {
        and: [{ "===": [{ var: "plan" }, "pro"] }, mac, { ">": [{ var: "age" }, 40] }, within(30)],
      },
      split(),
      { and: [{ "===": [{ var: "plan" }, "team"] }, org, { ">": [{ var: "age" }, 60] }] },
      split(),
      "off",
    ],
  };
}

function within(share) {
  return {
    "===": [{ fractional: [name("rollout"), ["in", share], ["out", 100 - share]] }, "in"],
  };
}
