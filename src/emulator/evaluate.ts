import { isRecord } from "../evaluation/record.ts";
import { projectOfToken } from "./access.ts";
import { evaluateAll } from "./evaluate-all.ts";
import { valueOf, type FlagAnswer } from "./flag-answer.ts";
import { parseJson } from "./parse-json.ts";
import { Refusal } from "./refusal.ts";
import { remoteConfigOf } from "./remote-config.ts";
import type { Answer, Call, Route } from "./route.ts";
import type { JsonRecord } from "./value.ts";

/** Remote evaluation (`posthog-api.md` 4.1), under its new and its old path. */
export const evaluateRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/flags",
    handle: (call) =>
      evaluate(call, {
        form: call.url.searchParams.get("config") === "true" ? withConfig : plain,
        show: versionOf(call) >= 2 ? detailed : valuesAndPayloads,
      }),
  },
  {
    method: "POST",
    path: "/decide",
    handle: (call) =>
      evaluate(call, {
        form: withConfig,
        show:
          [enabledKeys, enabledKeys, enabledValues, valuesAndPayloads][versionOf(call)] ?? detailed,
      }),
  },
];

type Show = (answers: readonly FlagAnswer[]) => JsonRecord;
type Form = (call: Call, token: string) => JsonRecord;

/** One request: how the flags are shown, and what stands around them. */
function evaluate(
  call: Call,
  { form, show }: { readonly form: Form; readonly show: Show },
): Answer {
  const body = parseBody(call.text);
  const token = body["token"] ?? body["$token"] ?? body["api_key"];
  const project = projectOfToken(call, token);
  const distinctId = readDistinctId(body);
  const asked = { evaluation_runtime: runtimeOf(call.headers), ...body };
  const answers =
    project.isOverQuota === true
      ? []
      : evaluateAll(project.id, call.state, { body: asked, distinctId, now: call.now });
  return {
    body: {
      ...form(call, project.token),
      ...show(answers),
      ...(project.isOverQuota === true ? { quotaLimited: ["feature_flags"] } : {}),
      errorsWhileComputingFlags: answers.some(({ failed }) => failed),
      requestId: call.uuid(),
      evaluatedAt: call.now,
    },
  };
}

const versionOf = ({ url }: Call): number => Number(url.searchParams.get("v") ?? 0);

const plain: Form = () => ({});
const withConfig: Form = (call, token) => remoteConfigOf(call, token);

/** Says why. */
const detailed: Show = (answers) => ({
  flags: Object.fromEntries(answers.map((answer) => [answer.key, answer])),
});

const valuesAndPayloads: Show = (answers) => {
  const known = answers.filter(({ failed }) => failed !== true);
  return {
    featureFlags: Object.fromEntries(known.map((answer) => [answer.key, valueOf(answer)])),
    featureFlagPayloads: Object.fromEntries(
      known.flatMap(({ key, metadata }) =>
        metadata.payload === undefined ? [] : [[key, metadata.payload]],
      ),
    ),
  };
};

/** The second version: only what is on. */
const enabledValues: Show = (answers) => ({
  featureFlags: Object.fromEntries(
    answers.filter(({ enabled }) => enabled).map((answer) => [answer.key, valueOf(answer)]),
  ),
});

/** The first version. */
const enabledKeys: Show = (answers) => ({
  featureFlags: answers.filter(({ enabled }) => enabled).map(({ key }) => key),
});

/** Where a request comes from that does not say: a browser says what it is in its headers. */
function runtimeOf(headers: Headers): "client" | "server" | undefined {
  const agent = headers.get("user-agent") ?? "";
  if (/^posthog-(?!js\b|android|ios|react-native|flutter)/.test(agent)) return "server";
  const isBrowser = headers.has("origin") || headers.has("sec-fetch-mode");
  return isBrowser && agent.startsWith("Mozilla/") ? "client" : undefined;
}

function parseBody(text: string): JsonRecord {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw new Refusal(400, "Failed to parse request");
  }
  if (isRecord(body)) return body;
  throw new Refusal(400, "Failed to parse request");
}

function readDistinctId(body: JsonRecord): string {
  const given = body["distinct_id"] ?? body["$distinct_id"];
  if (given === undefined || given === null)
    throw new Refusal(
      400,
      "The distinct_id field is missing from the request. Please include a valid identifier.",
    );
  const distinctId = typeof given === "string" ? given : JSON.stringify(given);
  if (distinctId !== "") return distinctId;
  throw new Refusal(
    400,
    "The distinct_id field cannot be empty. Please provide a valid identifier.",
  );
}
