import { type Judge, pathOf } from "../judgement.ts";
import { suggest } from "../nearest.ts";

/** Platforms that no runtime calls itself, so that the experiment runs nowhere there. */
export const platforms: Judge = ({ experiments }) =>
  experiments.flatMap((experiment) =>
    experiment.platforms.flatMap((name, index) =>
      PLATFORMS.includes(name)
        ? []
        : [
            {
              rule: "experiment.unknown-platform",
              severity: "warning" as const,
              path: [...pathOf(experiment), "platforms", index],
              message: `Node names no platform like this, and the experiment is off there: ${suggest(name, PLATFORMS)}`,
            },
          ],
    ),
  );

/** What `process.platform` may be. */
const PLATFORMS: readonly string[] = [
  "aix",
  "android",
  "cygwin",
  "darwin",
  "freebsd",
  "haiku",
  "linux",
  "netbsd",
  "openbsd",
  "sunos",
  "win32",
];
