import { beforeEach, expect, test } from "vitest";
import { flagBody, HALVES, server, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
beforeEach(() => {
  ({ api, ask } = server({
    personalKeys: [
      { key: "phx_dev", scopes: ["*"] },
      { key: "phx_flags", scopes: ["feature_flag:read"] },
    ],
  }));
});

const PRO = { key: "plan", type: "person", operator: "exact", value: ["pro"] };

test.each([
  [{}, {}, "active", [true, false, 100, false]],
  [{ groups: [{ rollout_percentage: 40 }] }, {}, "active", [false, false, 40, false]],
  [{ groups: [{ properties: [PRO] }] }, {}, "active", [false, true, 100, false]],
  [{ groups: [] }, { method: "PATCH" }, "active", [false, false, 0, false]],
  [{ multivariate: { variants: HALVES } }, {}, "active", [false, false, 100, true]],
  [{}, { archived: true, active: false }, "archived", [true, false, 100, false]],
  [{}, { deleted: true }, "deleted", [true, false, 100, false]],
])("a flag with %j and %j is %s", async (filters, changes, status, rollout) => {
  await api("POST", "/feature_flags/", flagBody("a"));
  await api("PATCH", "/feature_flags/1/", { filters });
  await api("PATCH", "/feature_flags/1/", changes);
  const [full, targeted, percent, multivariate] = rollout;
  expect((await api("GET", "/feature_flags/1/status/")).body).toEqual({
    status,
    reason: expect.any(String),
    rollout: {
      effectively_full_rollout: full,
      has_targeting_conditions: targeted,
      max_rollout_percentage: percent,
      is_multivariate: multivariate,
    },
  });
});

test("reasons are told for every flag, or for those that are named", async () => {
  await api("POST", "/feature_flags/", flagBody("on"));
  await api("POST", "/feature_flags/", flagBody("pro", { groups: [{ properties: [PRO] }] }));
  const path = "/feature_flags/evaluation_reasons/?distinct_id=ada";
  expect((await api("GET", path)).body).toEqual({
    on: {
      value: true,
      evaluation: {
        reason: "condition_match",
        condition_index: 0,
        description: "Matched condition set 1",
      },
    },
    pro: {
      value: false,
      evaluation: {
        reason: "no_condition_match",
        condition_index: null,
        description: "No matching condition set",
      },
    },
  });
  expect(Object.keys((await api("GET", `${path}&flag_keys=pro`)).body)).toEqual(["pro"]);
  expect((await api("GET", "/feature_flags/evaluation_reasons/")).status).toBe(400);
});

test("a test evaluation says what a flag would serve, switched off or not", async () => {
  const payloads = { true: { a: 1 } };
  await api("POST", "/feature_flags/", { ...flagBody("off", { payloads }), active: false });
  const evaluate = async (body: object) => api("POST", "/feature_flags/1/test_evaluation/", body);
  expect((await evaluate({ distinct_id: "ada" })).body).toMatchObject({
    value: true,
    payload: '{"a":1}',
  });
  expect((await evaluate({})).status).toBe(400);
  expect((await evaluate({ distinct_id: "ada", person_id: "1" })).status).toBe(400);
});

test("a remote config is JSON text as a JSON string, by key or id, for a secret key too", async () => {
  const config = {
    ...flagBody("config", { payloads: { true: { limit: 3 } } }),
    is_remote_configuration: true,
    has_encrypted_payloads: true,
  };
  await api("POST", "/feature_flags/", config);
  for (const id of ["config", "1"])
    for (const key of ["phx_flags", "phs_dev"]) {
      const path = `/api/projects/@current/feature_flags/${id}/remote_config?token=phc_dev`;
      // oxlint-disable-next-line no-await-in-loop -- one server, one question after the other
      const { status, body } = await ask("GET", path, undefined, { key });
      expect([status, JSON.parse(body)]).toEqual([200, { limit: 3 }]);
    }
  expect((await api("GET", "/feature_flags/unknown/remote_config")).status).toBe(404);
});
