import { DECLARE } from "../../hints.ts";
import { remembered } from "../../remembered.ts";
import type { JudgingRule } from "../../rule.ts";

/** Judged only where no type bounds the value (`privacy-rules.md` 2). */
export const forbiddenKey: JudgingRule<string> = {
  id: "key.forbidden-key",
  severity: "error",
  why: "The name promises a person, a place, a text or a credential",
  hint: DECLARE,
  finds: remembered(isForbidden, 64),
  examples: {
    finds: ["prompt", "$current_url", "_token", "userEmail", "author-first.name", "EMAIL"],
    passes: ["prompt_length", "has_email", "isHost", "$lib_version", "promptly", "token_kind"],
  },
};

function isForbidden(name: string): boolean {
  const folded = fold(name);
  if (/^(?:has|is)_/.test(folded) || EXEMPT.test(folded)) return false;
  return EXACT.has(folded) || ENDINGS.some((end) => folded === end || folded.endsWith(`_${end}`));
}

/** One spelling for `userEmail`, `user-email` and `_user_email`. */
function fold(name: string): string {
  const parts = name.replace(/^\$+/, "").split(/[_\-. ]+|(?<=[a-z0-9])(?=[A-Z])/);
  return parts
    .filter((part) => part !== "")
    .join("_")
    .toLowerCase();
}

/** A number kind or a class of the thing, not the thing. */
const EXEMPT =
  /(?:_(?:bucket|b2|count|kind|type|class|family|enabled|configured|length|ms|percent)|^lib_version)$/;

const words = (list: string): string[] => list.trim().split(/\s+/);

const EXACT: ReadonlySet<string> = new Set(
  words(`mobile address street code diff text content query completion snippet stack set set_once
    groups host ip path url secret cookie credential stdout stderr transcript birthday zip prompt
    token branch repo repository fingerprint phone email`),
);

const ENDINGS: readonly string[] = words(`distinct_id session_id window_id device_id install_id
  installation_id machine_id anonymous_id anon_id client_id user_id account_id person_id customer_id
  org_id e_mail email first_name last_name full_name user_name username display_name phone
  phone_number postal_code date_of_birth ssn ip_address remote_addr mac_address hostname
  computer_name latitude longitude city_name cwd file_path filepath file_name filename dirname
  directory home_dir repo_name git_remote remote_url workspace_path project_name current_url
  initial_url referrer referer user_prompt system_prompt message_text ai_input ai_output
  ai_output_choices exception_message error_message stack_trace stacktrace exception_list
  exception_stack_trace_raw api_key apikey access_token refresh_token id_token auth_token
  client_secret password passwd passphrase authorization private_key raw_user_agent user_agent`);
