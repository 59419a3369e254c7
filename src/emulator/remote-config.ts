import type { Call } from "./route.ts";
import type { JsonRecord } from "./value.ts";

/**
 * What a project's settings tell a browser SDK to do. Everything but events and flags is off, so
 * that it loads no further scripts.
 */
export function remoteConfigOf({ state, projects }: Call, token: string): JsonRecord {
  const project = projects.find((candidate) => candidate.token === token);
  return {
    token,
    supportedCompression: ["gzip", "gzip-js"],
    hasFeatureFlags: state.flags.some(
      ({ team_id, active, deleted }) => team_id === project?.id && active && !deleted,
    ),
    analytics: { endpoint: "/i/v0/e/" },
    elementsChainAsString: true,
    defaultIdentifiedOnly: true,
    autocapture_opt_out: false,
    autocaptureExceptions: false,
    captureDeadClicks: false,
    capturePerformance: false,
    heatmaps: false,
    sessionRecording: false,
    surveys: false,
    isAuthenticated: false,
    siteApps: [],
    toolbarParams: {},
  };
}
