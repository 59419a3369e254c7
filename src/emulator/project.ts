import { findAccountKey, requireScope, type Project } from "./access.ts";
import { paginate } from "./page.ts";
import type { Answer, Call, PrivateCall, PrivateRoute, Route } from "./route.ts";
import { USER } from "./user.ts";

/** Who am I, and where. */
export const projectRoutes: readonly PrivateRoute[] = [
  {
    method: "GET",
    path: "/api/projects/:project",
    scope: "project:read",
    handle: ({ project }) => ({ body: viewProject(project) }),
  },
  {
    method: "GET",
    path: "/api/projects/:project/event_definitions",
    scope: "event_definition:read",
    handle: listEvents,
  },
  {
    method: "GET",
    path: "/api/projects/:project/groups_types",
    scope: "group:read",
    handle: ({ state, project }) => ({
      body: (state.groupTypes[project.id] ?? []).map((group_type, group_type_index) => ({
        group_type,
        group_type_index,
        name_singular: null,
        name_plural: null,
      })),
    }),
  },
];

/** The person behind the key, and every project: no project is named in these paths. */
export const accountRoutes: readonly Route[] = [
  { method: "GET", path: "/api/users/@me", handle: me },
  {
    method: "GET",
    path: "/api/projects",
    handle: (call) => {
      requireScope(findAccountKey(call), "project:read");
      return paginate(call, call.projects, viewProject);
    },
  },
];

function me(call: Call): Answer {
  requireScope(findAccountKey(call), "user:read");
  const [current] = call.projects;
  if (current === undefined) return { body: { ...USER, organization: null, team: null } };
  const organization = viewOrganization(current);
  const team = viewProject(current);
  return { body: { ...USER, organization, organizations: [organization], team } };
}

/** Events by name, as they have been captured: the way to ask whether one has ever been seen. */
function listEvents(call: PrivateCall): Answer {
  const asked = (call.url.searchParams.get("search") ?? "").toLowerCase().split(/\s+/);
  const found = call.state.events
    .filter(({ team_id }) => team_id === call.project.id)
    .filter(({ name }) => asked.every((word) => name.toLowerCase().includes(word)))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return paginate(call, found, ({ team_id: _team, ...event }) => ({ ...event, is_action: false }));
}

function viewProject(project: Project): Readonly<Record<string, unknown>> {
  return {
    id: project.id,
    organization: viewOrganization(project).id,
    name: project.name,
    api_token: project.token,
    timezone: "UTC",
    user_access_level: "admin",
  };
}

/** Organizations have no rows here: the name stands for everything. */
function viewOrganization({ organization }: Project): {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
} {
  const slug = organization.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return { id: slug, name: organization, slug };
}
