import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

/** Of vendors that have no rule of their own. */
const FORMATS: readonly string[] = [
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

export const vendorToken: SpanRule = {
  id: "secret.vendor-token",
  severity: "error",
  why: "A vendor's token acts in its owner's name",
  hint: REVOKE,
  find: keysOf(new RegExp(`(?<![A-Za-z0-9])(?:${FORMATS.join("|")})(?![A-Za-z0-9])`, "g")),
  examples: { finds: [`gsk_${"FAKEdead".repeat(6)}`], passes: ["gsk_short"] },
};
