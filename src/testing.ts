/**
 * The door `assay/testing`: a PostHog for your own tests, behind `fetch`.
 *
 * ```ts
 * const posthog = createPostHog({ now: Date.now });
 * const client = new PostHog("phc_dev", {
 *   personalApiKey: "phx_dev",
 *   fetch: (url, options) => posthog.fetch(new Request(url, options)),
 * });
 * ```
 */
export { createPostHog, type PostHog, type PostHogOptions } from "./emulator/emulator.ts";
export { BrokenConnection } from "./emulator/faults.ts";
export type { PersonalKey, Project } from "./emulator/access.ts";
export type { CaptureLine } from "./emulator/capture.ts";
export type { Query } from "./emulator/queries.ts";
export { memoryStore, type StateStore } from "./emulator/state.ts";
