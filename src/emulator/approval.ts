import { isSame } from "../experiment/json.ts";
import { Refusal } from "./refusal.ts";
import type { PrivateCall } from "./route.ts";
import type { FlagRow } from "./state.ts";

/**
 * Refuses with 409 what a project lets nobody do without a second person: the answer names the
 * request that now waits, and nothing has changed (`posthog-api.md` 2.5, 3.4).
 */
export function requireApproval({ project, uuid }: PrivateCall): void {
  if (project.requiresApproval !== true) return;
  throw new Refusal(409, {
    type: "server_error",
    code: "conflict",
    detail: "This change requires approval. A change request has been created.",
    attr: null,
    change_request_id: uuid(),
  });
}

/** The same for a flag, when the step changes who gets what. */
export function requireFlagApproval(call: PrivateCall, before: FlagRow, after: FlagRow): void {
  const isHarmless = before.active === after.active && isSame(before.filters, after.filters);
  if (!isHarmless) requireApproval(call);
}
