import { expect, test } from "vitest";
import { NOW, server } from "./server.ts";

const keys = {
  personalKeys: [
    { key: "phx_reader", scopes: ["feature_flag:read"] },
    { key: "phx_writer", scopes: ["feature_flag:write"] },
  ],
};

test("a request without a key is answered 401", async () => {
  const { api } = server();
  const seen = await api("GET", "/feature_flags/", undefined, { key: null });
  expect(seen).toMatchObject({
    status: 401,
    body: {
      type: "authentication_error",
      code: "not_authenticated",
      detail: "Authentication credentials were not provided.",
      attr: null,
    },
  });
});

test.each(["phx_wrong", "phc_dev"])("the key %s is answered 401", async (key) => {
  const seen = await server().api("GET", "/feature_flags/", undefined, { key });
  expect(seen).toMatchObject({
    status: 401,
    body: {
      type: "authentication_error",
      code: "authentication_failed",
      detail: "Personal API key found in request Authorization header is invalid.",
      attr: null,
    },
  });
});

test("a key may also stand in the body or the query", async () => {
  const { api } = server();
  const inQuery = await api("GET", "/feature_flags/?personal_api_key=phx_dev", undefined, {
    key: null,
  });
  const inBody = await api(
    "POST",
    "/feature_flags/",
    { personal_api_key: "phx_no" },
    { key: null },
  );
  expect(inQuery.status).toBe(200);
  expect(inBody.body.detail).toBe("Personal API key found in request body is invalid.");
});

test("a missing scope is answered 403 and named in single quotes", async () => {
  const { api } = server(keys);
  const seen = await api("POST", "/feature_flags/", {}, { key: "phx_reader" });
  expect(seen).toMatchObject({
    status: 403,
    body: {
      type: "authentication_error",
      code: "permission_denied",
      detail: "API key missing required scope 'feature_flag:write'",
      attr: null,
    },
  });
});

test("write implies read, and one object says nothing of another", async () => {
  const { api } = server(keys);
  const flags = await api("GET", "/feature_flags/", undefined, { key: "phx_writer" });
  const experiments = await api("GET", "/experiments/", undefined, { key: "phx_writer" });
  expect([flags.status, experiments.status]).toEqual([200, 403]);
  expect(experiments.body.detail).toBe("API key missing required scope 'experiment:read'");
});

const NOT_FOUND = {
  type: "invalid_request",
  code: "not_found",
  detail: "Not found.",
  attr: null,
};

test.each([
  ["GET", "/"],
  ["GET", "/api/projects/1/dashboards/"],
  ["GET", "/api/projects/2/feature_flags/"],
  ["GET", "/api/projects/1/feature_flags/1/"],
  ["GET", "/api/projects/1/experiments/1/"],
  ["POST", "/api/projects/1/feature_flags/7/enable/"],
])("%s %s is answered 404", async (method, path) => {
  expect(await server().ask(method, path)).toMatchObject({ status: 404, body: NOT_FOUND });
});

test("a method that a path does not know is answered 405", async () => {
  expect(await server().api("PUT", "/feature_flags/1/")).toMatchObject({
    status: 405,
    body: {
      type: "invalid_request",
      code: "method_not_allowed",
      detail: 'Method "PUT" not allowed.',
      attr: null,
    },
  });
});

test.each(["/feature_flags/", "/experiments/"])(
  "malformed JSON sent to %s is a parse error",
  async (path) => {
    expect(await server().api("POST", path, '{"key":')).toMatchObject({
      status: 400,
      body: { type: "invalid_request", code: "parse_error", attr: null },
    });
  },
);

test("@current is the first project, and the last slash may be missing", async () => {
  const { ask } = server();
  const current = await ask("GET", "/api/projects/@current/");
  const named = await ask("GET", "/api/projects/1");
  expect(current.body).toEqual(named.body);
  expect(current.body).toMatchObject({ id: 1, api_token: "phc_dev", timezone: "UTC" });
});

test("the account and the projects are those of the options", async () => {
  const project = { id: 7, name: "Seven", token: "phc_seven", organization: "Ada & Co" };
  const { ask } = server({ projects: [project] });
  const me = await ask("GET", "/api/users/@me/");
  expect(me.body).toMatchObject({
    organization: { name: "Ada & Co" },
    team: { id: 7, name: "Seven", api_token: "phc_seven" },
  });
  expect((await ask("GET", "/api/projects/")).body).toMatchObject({ count: 1 });
});

test("`before` answers in the server's place, and what it throws cuts the connection", async () => {
  const faults = [
    new Response("Too many", { status: 429, headers: { "retry-after": "3" } }),
    new TypeError("socket hang up"),
  ];
  const { api } = server({
    before: () => {
      const fault = faults.shift();
      if (fault instanceof TypeError) throw fault;
      return fault;
    },
  });
  expect((await api("GET", "/feature_flags/")).status).toBe(429);
  await expect(api("GET", "/feature_flags/")).rejects.toThrow("socket hang up");
  expect((await api("GET", "/feature_flags/")).status).toBe(200);
});

test("the clock is an argument", async () => {
  const { api } = server();
  const flag = await api("POST", "/feature_flags/", {
    key: "a",
    filters: { groups: [{ properties: [] }] },
  });
  expect(flag.body.created_at).toBe(new Date(NOW).toISOString());
});

const TWO = {
  projects: [
    { id: 1, name: "One", token: "phc_one", secretKey: "phs_one", organization: "O" },
    { id: 2, name: "Two", token: "phc_two", secretKey: "phs_two", organization: "O" },
  ],
  personalKeys: [
    { key: "phx_dev", scopes: ["*"] },
    { key: "phx_two", scopes: ["*"], projects: [2] },
  ],
};

const forbidden = (detail: string): object => ({
  status: 403,
  body: { type: "authentication_error", code: "permission_denied", detail, attr: null },
});

test("a key for certain projects opens no other, and nothing without a project", async () => {
  const { ask } = server(TWO);
  const asTwo = (path: string) => ask("GET", path, undefined, { key: "phx_two" });
  expect((await asTwo("/api/projects/2/feature_flags/")).status).toBe(200);
  expect((await asTwo("/api/projects/@current/")).body.id).toBe(2);
  const elsewhere = forbidden("API key does not have access to the requested project: ID 1.");
  expect(await asTwo("/api/projects/1/feature_flags/")).toMatchObject(elsewhere);
  expect(await asTwo("/flags/definitions?token=phc_one")).toMatchObject(elsewhere);
  expect((await asTwo("/flags/definitions?token=phc_two")).status).toBe(200);
  const nowhere = forbidden(
    "API keys with scoped projects are only supported on project-based endpoints.",
  );
  expect(await asTwo("/api/projects/")).toMatchObject(nowhere);
  expect(await asTwo("/api/users/@me/")).toMatchObject(nowhere);
});

test("a project's secret key reads its definitions, and little else", async () => {
  const { ask } = server(TWO);
  const asSecret = (path: string) => ask("GET", path, undefined, { key: "phs_two" });
  expect((await asSecret("/flags/definitions?token=phc_two")).status).toBe(200);
  expect((await asSecret("/flags/definitions?token=phc_one")).status).toBe(401);
  expect(await asSecret("/api/projects/2/feature_flags/")).toMatchObject(
    forbidden("This action does not support project secret API key access"),
  );
});
