/** What a rule's finding says, and what to do about it. Speaks of the rule and never quotes. */
interface Wording {
  readonly why: string;
  readonly hint: string;
}

/** The message of a rule's finding: why it matters, and what to do. */
export function messageOf(rule: string): string {
  const wording = wordings.get(rule);
  if (wording === undefined) return "A privacy rule found something";
  const { why, hint } = wording;
  return `${why}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`;
}

const DECLARE = "Declare it in the catalogue, or stop sending it";
const CLOSE = "Send one of the declared values, or add this one to the list";
const SECRET = "Stop sending it, and revoke it: it has left the machine";
const STOP = "Stop sending it, or send a class of it from a closed list";

const list = (
  family: string,
  hint: string,
  rows: Readonly<Record<string, string>>,
): [string, Wording][] =>
  Object.entries(rows).map(([name, why]) => [`${family}.${name}`, { why, hint }]);

const wordings: ReadonlyMap<string, Wording> = new Map([
  ...list("event", DECLARE, {
    "unknown-event": "The event is not declared",
    "unknown-property": "The property is not declared",
  }),
  ...list("event", CLOSE, {
    "wrong-type": "The value has another JSON type than declared",
    "unknown-value": "The text is outside its closed list or pattern",
    "raw-number": "The number is not one that its kind allows",
  }),
  ...list("key", DECLARE, {
    "forbidden-key": "The name promises a person, a place, a text or a credential",
    "dynamic-key": "The property name is itself data",
  }),
  ...list("def", "Change the definition", {
    "open-label": "The label is copied without a closed list of buckets and an other",
    "bad-label": "A name is not short, plain and unlike its neighbours",
    "bad-bucketing": "The edges do not rise, or are too close together",
    "too-many-buckets": "There are more buckets than can hide anyone",
    "reused-label": "A bucket was retired by an earlier schema",
    "missing-metadata": "A field that says who, why or until when is missing",
    "expired-signal": "The signal is past its last day, or ends too far ahead",
  }),
  ...list("secret", SECRET, {
    "private-key": "A private key",
    "anthropic-key": "An Anthropic key",
    "vendor-token": "A vendor's token",
    "openai-key": "An OpenAI key",
    "github-token": "A GitHub token",
    "gitlab-token": "A GitLab token",
    "aws-access-key": "An AWS access key",
    "aws-secret-key": "An AWS secret key",
    "google-key": "A Google key",
    "slack-token": "A Slack token",
    "stripe-key": "A Stripe key",
    "npm-token": "An npm token",
    "pypi-token": "A PyPI token",
    "huggingface-token": "A Hugging Face token",
    "posthog-key": "A PostHog key",
    "launchdarkly-key": "A LaunchDarkly key",
    "sendgrid-key": "A SendGrid key",
    "twilio-key": "A Twilio key",
    "azure-key": "An Azure key",
    "webhook-url": "A webhook address that anyone can post to",
    jwt: "A JSON web token",
    "url-credentials": "A URL with a password",
    "url-token": "A URL with a token",
    "connection-string": "A connection string with a key",
    "auth-header": "An authorization header",
    "key-value": "A credential beside its name",
    "high-entropy": "A text as random as a secret",
  }),
  ...list("pii", STOP, {
    email: "An email address",
    iban: "A bank account number",
    "credit-card": "A payment card number",
    "national-id": "A national identity number",
    phone: "A telephone number",
    coordinates: "A place on the map",
  }),
  ...list("path", STOP, {
    "home-path": "A path with a person's name",
    "absolute-path": "A path of the machine",
    "relative-path": "A path of a project",
    "git-remote": "The address of a repository",
  }),
  ...list("net", STOP, {
    url: "A URL",
    "mac-address": "A hardware address",
    hostname: "The name of a machine",
    ipv4: "An IPv4 address",
    ipv6: "An IPv6 address",
  }),
  ...list("id", STOP, {
    uuid: "A UUID",
    digest: "A digest: the hash of an id is an id",
    "opaque-id": "An opaque identifier",
  }),
  ...list("time", "Send a coarser period", {
    "precise-time": "A moment to the minute or finer",
    "period-too-fine": "The period is finer than declared",
  }),
  ...list("text", STOP, {
    prompt: "A prompt or a chat",
    "stack-trace": "A stack trace",
    code: "Source code",
    "free-text": "Free text",
    "encoded-blob": "Encoded text",
    "control-chars": "Hidden characters",
  }),
  ...list("sup", "Change the ignore, or remove it and the leak", {
    "expired-ignore": "The ignore is past its last day",
    "too-long": "The ignore lasts more than 180 days",
    "no-reason": "The ignore gives no reason",
    "unknown-rule": "The ignore names no rule",
    "not-allowed": "Rules of this family may not be ignored",
    "unused-ignore": "The ignore matched nothing in this run",
  }),
  ...list("out", "Send what the schema declares, in its one form", {
    "unknown-signal": "A signal outside the schema",
    "unknown-bucket": "A bucket outside the schema",
    "extra-field": "A field outside the schema",
    "string-value": "A text outside the schema",
    "not-integer": "A count that is no integer",
    "out-of-range": "A count out of its range",
    "schema-version": "Not the current schema",
    "non-canonical": "Not the canonical bytes",
    "size-cap": "More cells or bytes than declared",
  }),
  ...list("flow", "Find what reads the value", {
    interference: "What must not count changed a count",
    "canary-leak": "A canary came out",
    "length-channel": "A length changed a count",
    "order-dependence": "An order changed a count",
    "time-dependence": "A time changed a count",
    nondeterminism: "Two runs differ",
  }),
  ...list("consent", "Count nothing before a grant", {
    "not-given": "Counted without consent",
    "before-optin": "Counted before consent",
    "do-not-track": "Counted against an opt-out",
    "policy-changed": "Consent is of an older policy",
  }),
  ...list("egress", "Send only where and how it is declared", {
    destination: "Not a declared destination",
    insecure: "Not encrypted",
    redirect: "A redirect was followed",
    "header-leak": "An undeclared header",
    "undeclared-request": "An undeclared request",
  }),
  ...list("compat", "Ship the server first", {
    "server-rejects": "The server does not know what the client sends",
    "server-ahead": "The server knows more than the client sends",
  }),
  ...list("agg", "Release less, or coarser", {
    "small-cell": "Too few contributors",
    "recoverable-cell": "A hidden cell can be worked out",
    differencing: "Two releases differ by too few",
    dominance: "Few contributors dominate",
    "contribution-cap": "One install adds too much",
    "unique-vector": "An upload is unique",
    linkable: "Uploads can be linked",
    "class-disclosure": "All of a group share a bucket",
  }),
  ...list("link", STOP, {
    "stable-identifier": "The property behaves like an identifier",
    "quasi-identifier": "Properties together single people out",
    "high-cardinality": "The property has too many values",
  }),
  ...list("diff", "Declare the change, or undo it", {
    "counts-drift": "A count differs between two builds",
    appeared: "A cell appeared",
    disappeared: "A cell disappeared",
  }),
  ...list("input", "Look at the log", {
    malformed: "A line could not be read",
    oversized: "A line is too long",
    truncated: "The log ends early",
    "not-exercised": "No log reaches what is declared",
    empty: "No line became an event",
  }),
  ...list("report", "Report this: it is a fault of the tool", {
    "self-leak": "The report would repeat a value",
  }),
]);

/** Every rule's full id. */
export const ruleIds: readonly string[] = [...wordings.keys()];
