/** A folder that holds rules. */
type Folder = "text" | "event" | "release" | "run" | "proof";

/** What a proof finds: its rules stand in `replay/proof`. */
export type FlowId = (typeof flowIds)[number];
const flowIds = [
  "flow.interference",
  "flow.canary-leak",
  "flow.length-channel",
  "flow.order-dependence",
  "flow.time-dependence",
  "flow.nondeterminism",
] as const;

/**
 * Every rule's full id, by the folder it stands in. Only the names: who names rules, as a config
 * does, need not load them.
 */
export const idsOf: Readonly<Record<Folder, readonly string[]>> = {
  text: [
    "secret.private-key",
    "secret.anthropic-key",
    "secret.vendor-token",
    "secret.openai-key",
    "secret.github-token",
    "secret.gitlab-token",
    "secret.aws-access-key",
    "secret.aws-secret-key",
    "secret.google-key",
    "secret.slack-token",
    "secret.stripe-key",
    "secret.npm-token",
    "secret.pypi-token",
    "secret.huggingface-token",
    "secret.posthog-key",
    "secret.launchdarkly-key",
    "secret.sendgrid-key",
    "secret.twilio-key",
    "secret.azure-key",
    "secret.webhook-url",
    "secret.jwt",
    "secret.url-credentials",
    "secret.url-token",
    "secret.connection-string",
    "secret.auth-header",
    "secret.key-value",
    "path.git-remote",
    "pii.email",
    "pii.iban",
    "pii.credit-card",
    "path.home-path",
    "path.absolute-path",
    "net.url",
    "net.mac-address",
    "net.ipv6",
    "net.ipv4",
    "id.uuid",
    "time.precise-time",
    "pii.national-id",
    "pii.phone",
    "pii.coordinates",
    "net.hostname",
    "path.relative-path",
    "text.encoded-blob",
    "id.digest",
    "id.opaque-id",
    "secret.high-entropy",
    "text.prompt",
    "text.stack-trace",
    "text.code",
    "text.free-text",
    "text.control-chars",
  ],
  event: [
    "event.unknown-event",
    "event.unknown-property",
    "event.wrong-type",
    "event.unknown-value",
    "event.raw-number",
    "key.forbidden-key",
    "key.dynamic-key",
  ],
  release: [
    "def.open-label",
    "def.bad-label",
    "def.bad-bucketing",
    "def.too-many-buckets",
    "def.reused-label",
    "def.missing-metadata",
    "def.expired-signal",
    "out.unknown-signal",
    "out.unknown-bucket",
    "out.extra-field",
    "out.string-value",
    "out.not-integer",
    "out.out-of-range",
    "out.schema-version",
    "out.non-canonical",
    "out.size-cap",
    "time.period-too-fine",
    "consent.not-given",
    "consent.before-optin",
    "consent.do-not-track",
    "consent.policy-changed",
    "egress.destination",
    "egress.insecure",
    "egress.redirect",
    "egress.header-leak",
    "compat.server-rejects",
    "compat.server-ahead",
    "agg.small-cell",
    "agg.recoverable-cell",
    "agg.differencing",
    "agg.dominance",
    "agg.contribution-cap",
    "agg.unique-vector",
    "agg.linkable",
    "agg.class-disclosure",
    "link.stable-identifier",
    "link.quasi-identifier",
    "link.high-cardinality",
    "egress.undeclared-request",
    "flow.capacity",
    "diff.counts-drift",
    "diff.appeared",
    "diff.disappeared",
  ],
  run: [
    "sup.expired-ignore",
    "sup.too-long",
    "sup.no-reason",
    "sup.unknown-rule",
    "sup.not-allowed",
    "input.malformed",
    "input.oversized",
    "input.truncated",
    "input.empty",
    "sup.unused-ignore",
    "input.not-exercised",
    "report.self-leak",
  ],
  proof: flowIds,
};

/** Every rule's full id. */
export const ruleIds: readonly string[] = Object.values(idsOf).flat();

/** The full id for an id or a short name, which is unique: `uuid` means `id.uuid`. */
export function fullId(name: string): string | undefined {
  return ruleIds.find((id) => id === name || shortName(id) === name);
}

/** An id without its family. */
export function shortName(id: string): string {
  return id.slice(id.indexOf(".") + 1);
}
