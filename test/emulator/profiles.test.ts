import { beforeEach, expect, test } from "vitest";
import { flagBody, server, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(async () => {
  ({ api, ask } = server());
  const pro = { key: "plan", type: "person", operator: "exact", value: ["pro"] };
  await api("POST", "/feature_flags/", flagBody("pro", { groups: [{ properties: [pro] }] }));
});

const tell = async (event: string, distinct_id: string, properties: object): Promise<void> =>
  void (await ask("POST", "/capture/", { api_key: "phc_dev", event, distinct_id, properties }));

const isPro = async (distinct_id: string, more: object = {}): Promise<boolean> => {
  const body = { token: "phc_dev", distinct_id, ...more };
  return (await ask("POST", "/flags/", body, { key: null })).body.featureFlags.pro;
};

const isBig = async (company: string): Promise<boolean> => {
  const body = { token: "phc_dev", distinct_id: "ada", groups: { company } };
  return (await ask("POST", "/flags/", body, { key: null })).body.featureFlags.big;
};

test("what events told of a person is known when flags are evaluated", async () => {
  await tell("$identify", "ada", { $set: { plan: "pro" } });
  expect([await isPro("ada"), await isPro("bob")]).toEqual([true, false]);
  await tell("moved", "ada", { $set: { plan: "free" } });
  expect(await isPro("ada")).toBe(false);
});

test("the request holds over what is known", async () => {
  await tell("$set", "ada", { $set: { plan: "pro" } });
  expect(await isPro("ada", { person_properties: { plan: "free" } })).toBe(false);
});

test("what is set once is not set again", async () => {
  await tell("opened", "ada", { $set_once: { plan: "pro" } });
  await tell("opened", "ada", { $set_once: { plan: "free" } });
  expect(await isPro("ada")).toBe(true);
});

test("a person who identifies brings along what was known of the anonymous one", async () => {
  await tell("opened", "anonymous", { $set: { plan: "pro" } });
  await tell("$identify", "ada", { $anon_distinct_id: "anonymous" });
  expect(await isPro("ada")).toBe(true);
});

test("an event without a profile tells nothing", async () => {
  await tell("opened", "ada", { $set: { plan: "pro" }, $process_person_profile: false });
  expect(await isPro("ada")).toBe(false);
});

test.each(["__proto__", "constructor"])("the person %s is one like any other", async (id) => {
  expect(await isPro(id)).toBe(false);
  await tell("opened", id, { $set: { plan: "pro" } });
  expect([await isPro(id), await isPro("ada")]).toEqual([true, false]);
});

test("what was told of a group is known too", async () => {
  const group = { $group_type: "company", $group_key: "c1" };
  await tell("$groupidentify", "x", { ...group, $group_set: { size: "big" } });
  const big = { key: "size", type: "group", group_type_index: 0, value: "big" };
  const filters = { groups: [{ properties: [big] }], aggregation_group_type_index: 0 };
  await api("POST", "/feature_flags/", flagBody("big", filters));
  expect([await isBig("c1"), await isBig("c2")]).toEqual([true, false]);
});
