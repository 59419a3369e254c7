import type { SpanRule, WholeRule } from "./rule.ts";
import { macAddress, ipv4, ipv6 } from "./rules/address.ts";
import { absolutePath } from "./rules/absolute-path.ts";
import { authHeader } from "./rules/auth-header.ts";
import { code } from "./rules/code.ts";
import { connectionString } from "./rules/connection-string.ts";
import { controlChars } from "./rules/control-chars.ts";
import { coordinates } from "./rules/coordinates.ts";
import { digest } from "./rules/digest.ts";
import { email } from "./rules/email.ts";
import { encodedBlob } from "./rules/encoded-blob.ts";
import { freeText } from "./rules/free-text.ts";
import { gitRemote } from "./rules/git-remote.ts";
import { highEntropy } from "./rules/high-entropy.ts";
import { homePath } from "./rules/home-path.ts";
import { hostname } from "./rules/hostname.ts";
import { jwt } from "./rules/jwt.ts";
import { keyValue } from "./rules/key-value.ts";
import { nationalId } from "./rules/national-id.ts";
import { opaqueId } from "./rules/opaque-id.ts";
import { creditCard, iban } from "./rules/payment.ts";
import { phone } from "./rules/phone.ts";
import { preciseTime } from "./rules/precise-time.ts";
import { privateKey } from "./rules/private-key.ts";
import { prompt } from "./rules/prompt.ts";
import { relativePath } from "./rules/relative-path.ts";
import { stackTrace } from "./rules/stack-trace.ts";
import { url } from "./rules/url.ts";
import { urlCredentials, urlToken } from "./rules/url-secret.ts";
import { uuid } from "./rules/uuid.ts";
import { vendorKeys } from "./rules/vendor-key.ts";
import { webhookUrl } from "./rules/webhook-url.ts";

/** The rules that find spans, in the order they claim them (`privacy-rules.md` 3.2). */
export const spanRules: readonly SpanRule[] = [
  privateKey,
  ...vendorKeys,
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
export const textRules: readonly WholeRule[] = [prompt, stackTrace, code, freeText];

/** Every string rule. */
export const rules: readonly (SpanRule | WholeRule)[] = [...spanRules, ...textRules, controlChars];
