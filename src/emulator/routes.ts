import { guarded } from "./access.ts";
import { activityRoutes } from "./activity.ts";
import { browserRoutes } from "./browser.ts";
import { captureRoutes } from "./capture.ts";
import { cohortRoutes } from "./cohorts.ts";
import { definitionRoutes } from "./definitions.ts";
import { evaluateRoutes } from "./evaluate.ts";
import { experimentRoutes } from "./experiments.ts";
import { flagRoutes } from "./flags.ts";
import { holdoutRoutes } from "./holdouts.ts";
import { accountRoutes, projectRoutes } from "./project.ts";
import { queryRoutes } from "./queries.ts";
import { resultRoutes } from "./results.ts";
import type { Route } from "./route.ts";

/** What any page may call with a project key: these answer browsers of every origin. */
export const publicRoutes: readonly Route[] = [
  ...captureRoutes,
  ...evaluateRoutes,
  ...definitionRoutes,
  ...browserRoutes,
];

/** Everything the server can be asked. */
export const routes: readonly Route[] = [
  ...publicRoutes,
  ...accountRoutes,
  ...[
    ...projectRoutes,
    ...flagRoutes,
    ...experimentRoutes,
    ...holdoutRoutes,
    ...cohortRoutes,
    ...activityRoutes,
    ...queryRoutes,
    ...resultRoutes,
  ].map((route) => guarded(route)),
];
