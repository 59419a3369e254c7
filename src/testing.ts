/** The door `assay/testing`: a PostHog for your own tests, behind `fetch`. */
export { createPostHog, type PostHog, type PostHogOptions } from "./emulator/emulator.ts";
export type { PersonalKey, Project } from "./emulator/access.ts";
export type { CaptureLine } from "./emulator/capture.ts";
export { memoryStore, type StateStore } from "./emulator/state.ts";
