import type { SpanRule, TextRule, WholeRule } from "./rule.ts";
import { absolutePath } from "./rules/absolute-path.ts";
import { anthropicKey } from "./rules/anthropic-key.ts";
import { authHeader } from "./rules/auth-header.ts";
import { awsAccessKey } from "./rules/aws-access-key.ts";
import { awsSecretKey } from "./rules/aws-secret-key.ts";
import { azureKey } from "./rules/azure-key.ts";
import { code } from "./rules/code.ts";
import { connectionString } from "./rules/connection-string.ts";
import { controlChars } from "./rules/control-chars.ts";
import { coordinates } from "./rules/coordinates.ts";
import { creditCard } from "./rules/credit-card.ts";
import { digest } from "./rules/digest.ts";
import { email } from "./rules/email.ts";
import { encodedBlob } from "./rules/encoded-blob.ts";
import { freeText } from "./rules/free-text.ts";
import { gitRemote } from "./rules/git-remote.ts";
import { githubToken } from "./rules/github-token.ts";
import { gitlabToken } from "./rules/gitlab-token.ts";
import { googleKey } from "./rules/google-key.ts";
import { highEntropy } from "./rules/high-entropy.ts";
import { homePath } from "./rules/home-path.ts";
import { hostname } from "./rules/hostname.ts";
import { huggingfaceToken } from "./rules/huggingface-token.ts";
import { iban } from "./rules/iban.ts";
import { ipv4 } from "./rules/ipv4.ts";
import { ipv6 } from "./rules/ipv6.ts";
import { jwt } from "./rules/jwt.ts";
import { keyValue } from "./rules/key-value.ts";
import { launchdarklyKey } from "./rules/launchdarkly-key.ts";
import { macAddress } from "./rules/mac-address.ts";
import { nationalId } from "./rules/national-id.ts";
import { npmToken } from "./rules/npm-token.ts";
import { opaqueId } from "./rules/opaque-id.ts";
import { openaiKey } from "./rules/openai-key.ts";
import { phone } from "./rules/phone.ts";
import { posthogKey } from "./rules/posthog-key.ts";
import { preciseTime } from "./rules/precise-time.ts";
import { privateKey } from "./rules/private-key.ts";
import { prompt } from "./rules/prompt.ts";
import { pypiToken } from "./rules/pypi-token.ts";
import { relativePath } from "./rules/relative-path.ts";
import { sendgridKey } from "./rules/sendgrid-key.ts";
import { slackToken } from "./rules/slack-token.ts";
import { stackTrace } from "./rules/stack-trace.ts";
import { stripeKey } from "./rules/stripe-key.ts";
import { twilioKey } from "./rules/twilio-key.ts";
import { url } from "./rules/url.ts";
import { urlCredentials } from "./rules/url-credentials.ts";
import { urlToken } from "./rules/url-token.ts";
import { uuid } from "./rules/uuid.ts";
import { vendorToken } from "./rules/vendor-token.ts";
import { webhookUrl } from "./rules/webhook-url.ts";

/** The rules that find spans, in the order they claim them (`privacy-rules.md` 3.2). */
export const spanRules: readonly SpanRule[] = [
  privateKey,
  anthropicKey,
  vendorToken,
  openaiKey,
  githubToken,
  gitlabToken,
  awsAccessKey,
  awsSecretKey,
  googleKey,
  slackToken,
  stripeKey,
  npmToken,
  pypiToken,
  huggingfaceToken,
  posthogKey,
  launchdarklyKey,
  sendgridKey,
  twilioKey,
  azureKey,
  webhookUrl,
  jwt,
  urlCredentials,
  urlToken,
  connectionString,
  authHeader,
  keyValue,
  gitRemote,
  email,
  iban,
  creditCard,
  homePath,
  absolutePath,
  url,
  macAddress,
  ipv6,
  ipv4,
  uuid,
  preciseTime,
  nationalId,
  phone,
  coordinates,
  hostname,
  relativePath,
  encodedBlob,
  digest,
  opaqueId,
  highEntropy,
];

/** The rules about what the text is; the first that matches is reported. */
export const wholeRules: readonly WholeRule[] = [prompt, stackTrace, code, freeText];

/** Every rule about a text. */
export const textRules: readonly TextRule[] = [...spanRules, ...wholeRules, controlChars];
