import { beforeEach, expect, test } from "vitest";
import { flagBody, server, type Seen, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server());
});

const evaluate = async (body: object): Promise<Seen> =>
  ask("POST", "/flags/?v=2", { token: "phc_dev", distinct_id: "ada", ...body }, { key: null });

const targeting = (property: object): object => ({
  groups: [{ properties: [{ type: "person", ...property }], rollout_percentage: 100 }],
});

test.each([
  [{ key: "plan", operator: "exact", value: ["pro"] }, false],
  [{ key: "plan", value: ["pro"] }, false],
  [{ key: "plan", operator: "gt", value: "5" }, false],
  [{ key: "plan", operator: "is_set", value: "is_set" }, false],
  [{ key: "plan", operator: "is_not", value: ["pro"] }, true],
  [{ key: "plan", operator: "not_icontains", value: "pro" }, true],
  [{ key: "plan", operator: "not_regex", value: "pro" }, true],
  [{ key: "plan", operator: "is_not_set", value: "is_not_set" }, true],
  [{ key: "distinct_id", operator: "exact", value: ["ada"] }, true],
])("without the property, %j is %s", async (property, enabled) => {
  await api("POST", "/feature_flags/", flagBody("beta", targeting(property)));
  const { body } = await evaluate({});
  expect(body.flags.beta.enabled).toBe(enabled);
  expect(body.errorsWhileComputingFlags).toBe(false);
});

test("a cohort's properties too", async () => {
  const values = [{ key: "plan", type: "person", operator: "is_not", value: ["pro"] }];
  const filters = { properties: { type: "OR", values: [{ type: "AND", values }] } };
  await api("POST", "/cohorts/", { name: "Free", filters });
  const member = { type: "cohort", key: "id", operator: "in", value: 1 };
  await api("POST", "/feature_flags/", flagBody("beta", { groups: [{ properties: [member] }] }));
  expect((await evaluate({})).body.flags.beta.enabled).toBe(true);
  const pro = { person_properties: { plan: "pro" } };
  expect((await evaluate(pro)).body.flags.beta.enabled).toBe(false);
});

test("a sticky flag is decided, and a flag by device wants a device", async () => {
  await api("POST", "/feature_flags/", {
    ...flagBody("sticky"),
    ensure_experience_continuity: true,
  });
  await api("POST", "/feature_flags/", {
    ...flagBody("device"),
    bucketing_identifier: "device_id",
  });
  expect((await evaluate({})).body.flags).toMatchObject({
    sticky: { enabled: true },
    device: { enabled: false, reason: { code: "out_of_rollout_bound" } },
  });
  expect((await evaluate({ $device_id: "d" })).body.flags.device.enabled).toBe(true);
});
