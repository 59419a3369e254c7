import { any, group, spansOf, type SpanRule } from "../rule.ts";

/** Keys with a format of their own, in the order they claim spans. Examples are fakes. */
export const vendorKeys: readonly SpanRule[] = [
  vendor(
    "anthropic-key",
    /sk-ant-/,
    [/(?<![A-Za-z0-9])sk-ant-[a-z]{2,12}\d{2}-([A-Za-z0-9_-]{20,200})(?![A-Za-z0-9])/g],
    `sk-ant-api03-${"FAKEdead".repeat(4)}`,
    "sk-ant-...",
  ),
  vendor(
    "vendor-token",
    /[_.:-]|pat|dapi/,
    [vendorToken()],
    `gsk_${"FAKEdead".repeat(6)}`,
    "gsk_short",
  ),
  vendor(
    "openai-key",
    /sk-/,
    [
      /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin|None)-([A-Za-z0-9_-]{20,200})(?![A-Za-z0-9])/g,
      /(?<![A-Za-z0-9])sk-([A-Za-z0-9]{32,64})(?![A-Za-z0-9])/g,
    ],
    `sk-${"deadbeef".repeat(4)}`,
    "sk-",
  ),
  vendor(
    "github-token",
    /gh[pousr]_|github_pat_/,
    [
      /(?<![A-Za-z0-9])gh[pousr]_([A-Za-z0-9]{36})(?![A-Za-z0-9])/g,
      /(?<![A-Za-z0-9])github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/g,
    ],
    `ghp_${"FAKE".repeat(9)}`,
    `ghp_${"x".repeat(36)}`,
  ),
  vendor(
    "gitlab-token",
    /gl[a-z]{2,5}-/,
    [
      /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|imt)-([A-Za-z0-9_-]{20,300}(?:\.[0-9a-z]{9})?)(?![A-Za-z0-9])/g,
    ],
    "glpat-F2jeQaDFAKEwQXfmuCfm",
    "glpat-short",
  ),
  vendor(
    "aws-access-key",
    /A(?:KIA|SIA|BIA|CCA|3T)/,
    [/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z2-7]{16}(?![A-Za-z0-9])/g],
    "AKIAIOSFODNN7EXAMPLE",
    `AKIA${"A".repeat(16)}`,
  ),
  vendor(
    "aws-secret-key",
    /secret/i,
    [
      /aws[_-]?secret[_-]?(?:access[_-]?)?key["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])|secret[_-]?access[_-]?key["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    ],
    `aws_secret_access_key=${"FAKEdead+/".repeat(4)}`,
    "aws_secret_access_key=short",
  ),
  vendor(
    "google-key",
    /AIza|GOCSPX-|ya29\.|1\/\/0/,
    [
      /(?<![A-Za-z0-9])(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{30,400}|1\/\/0[A-Za-z0-9_-]{40,120})(?![A-Za-z0-9])/g,
    ],
    `AIza${"FAKEd".repeat(7)}`,
    "AIza",
  ),
  vendor(
    "slack-token",
    /xox|xapp-/,
    [
      /(?<![A-Za-z0-9])(?:xox[abeposr](?:\.xox[bp])?-[A-Za-z0-9-]{20,200}|xapp-\d-[A-Z0-9]{6,20}-\d{6,20}-[a-z0-9]{20,80})(?![A-Za-z0-9])/g,
    ],
    `xoxb-000000000000-${"FAKE".repeat(6)}`,
    "xoxb-",
  ),
  vendor(
    "stripe-key",
    /[rs]k_|whsec_/,
    [
      /(?<![A-Za-z0-9])(?:(?:sk|rk)_(?:live|test|prod)_([A-Za-z0-9]{16,99})|whsec_([A-Za-z0-9+/=]{24,64}))(?![A-Za-z0-9])/g,
    ],
    `sk_live_${"FAKEdead".repeat(3)}`,
    "sk_live_x",
  ),
  vendor(
    "npm-token",
    /npm_/,
    [/(?<![A-Za-z0-9])npm_([A-Za-z0-9]{36})(?![A-Za-z0-9])/g],
    `npm_${"FAKE".repeat(9)}`,
    "npm_config_registry",
  ),
  vendor(
    "pypi-token",
    /pypi-/,
    [
      /(?<![A-Za-z0-9])pypi-(AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,300}|AgENdGVzdC5weXBpLm9yZw[A-Za-z0-9_-]{50,300})(?![A-Za-z0-9])/g,
    ],
    `pypi-AgEIcHlwaS5vcmc${"FAKEdead_-".repeat(6)}`,
    "pypi-server",
  ),
  vendor(
    "huggingface-token",
    /hf_|api_org_/,
    [/(?<![A-Za-z0-9])(?:hf|api_org)_([A-Za-z0-9]{34,40})(?![A-Za-z0-9])/g],
    `hf_${"FAKEdeadbe".repeat(4)}`,
    "hf_home",
  ),
  vendor(
    "posthog-key",
    /ph[csxar]_/,
    [/(?<![A-Za-z0-9])ph[csxar]_([A-Za-z0-9]{32,64})(?![A-Za-z0-9])/g],
    `phc_${"FAKE".repeat(10)}`,
    "phc_...",
  ),
  vendor(
    "launchdarkly-key",
    /-/,
    [
      /(?<![A-Za-z0-9])(?:sdk|mob|api|rel)-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![A-Za-z0-9])/g,
    ],
    "sdk-deadbeef-1111-4222-8333-00000000fa4e",
    "sdk-deadbeef",
  ),
  vendor(
    "sendgrid-key",
    /SG\./,
    [/(?<![A-Za-z0-9])SG\.([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9])/g],
    `SG.${"FAKE".repeat(5)}ab.${"FAKE".repeat(10)}abc`,
    "SG.x",
  ),
  vendor(
    "twilio-key",
    /SK|AC/,
    [/(?<![A-Za-z0-9])(?:SK|AC)([0-9a-f]{32})(?![A-Za-z0-9])/g],
    `SK${"deadbeef".repeat(4)}`,
    "ACCOUNT",
  ),
  vendor(
    "azure-key",
    /==|Q~/,
    [
      /(?<![A-Za-z0-9+/])(?<!sha512[-:])([A-Za-z0-9+/]{86}==)(?![A-Za-z0-9+/=])|(?<![A-Za-z0-9_~.])([A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])/g,
    ],
    `${"FAKEdead+/".repeat(8)}FAKEde==`,
    `sha512-${"FAKEdead+/".repeat(8)}FAKEde==`,
  ),
];

function vendor(
  name: string,
  needs: RegExp,
  patterns: readonly RegExp[],
  finds: string,
  passes: string,
): SpanRule {
  const find = any(...patterns.map((pattern) => spansOf(pattern, isVaried)));
  return { id: `secret.${name}`, needs, find, examples: { finds: [finds], passes: [passes] } };
}

/** Masks such as `xxxx…` and `0000…` are no secrets; words like EXAMPLE are no excuse. */
function isVaried(match: RegExpExecArray): boolean {
  const variable = group(match) ?? match[0].replace(/-us\d{1,2}$/, "").slice(-16);
  return new Set(variable.replace(/[-_.=]/g, "")).size > 2;
}

function vendorToken(): RegExp {
  const formats = [
    String.raw`sk-or-v1-[0-9a-f]{64}`,
    String.raw`gsk_[A-Za-z0-9]{40,60}`,
    String.raw`xai-[A-Za-z0-9]{60,100}`,
    String.raw`pplx-[A-Za-z0-9]{40,60}`,
    String.raw`r8_[A-Za-z0-9]{37}`,
    String.raw`do[opr]_v1_[a-f0-9]{64}`,
    String.raw`dapi[a-f0-9]{32}(?:-\d)?`,
    String.raw`glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}`,
    String.raw`lin_api_[A-Za-z0-9]{40}`,
    String.raw`ntn_[A-Za-z0-9]{40,60}`,
    String.raw`hvs\.[A-Za-z0-9_-]{24,120}`,
    String.raw`shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}`,
    String.raw`dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9]{40,50}`,
    String.raw`PMAK-[a-f0-9]{24}-[a-f0-9]{34}`,
    String.raw`pul-[a-f0-9]{40}`,
    String.raw`rubygems_[a-f0-9]{48}`,
    String.raw`pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,64}`,
    String.raw`sntryu_[a-f0-9]{64}`,
    String.raw`sntrys_[A-Za-z0-9+/=_]{60,300}`,
    String.raw`NRAK-[A-Z0-9]{27}`,
    String.raw`tskey-(?:auth|api|client)-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{20,40}`,
    String.raw`figd_[A-Za-z0-9_-]{40,50}`,
    String.raw`pat[A-Za-z0-9]{14}\.[a-f0-9]{64}`,
    String.raw`ATATT3[A-Za-z0-9_=-]{50,250}`,
    String.raw`dckr_pat_[A-Za-z0-9_-]{27}`,
    String.raw`sbp_[a-f0-9]{40}`,
    String.raw`fo1_[A-Za-z0-9_-]{43}`,
    String.raw`HRKU-AA[A-Za-z0-9_-]{58}`,
    String.raw`sgp_[a-f0-9]{40}`,
    String.raw`CCIPAT_[A-Za-z0-9]{10,30}_[a-f0-9]{40}`,
    String.raw`bkua_[a-f0-9]{40}`,
    String.raw`sq0atp-[A-Za-z0-9_-]{22}`,
    String.raw`[0-9a-f]{32}-us\d{1,2}`,
    String.raw`(?:bot)?\d{8,10}:A[A-Za-z0-9_-]{34}`,
  ];
  return new RegExp(`(?<![A-Za-z0-9])(?:${formats.join("|")})(?![A-Za-z0-9])`, "g");
}
