/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Why nothing may be sent, strongest first. */
export type Closed =
  /** Somebody said no: DO_NOT_TRACK, or a variable that the config names. */
  "opted-out" | "development" | "test" | "ci";

/** Whether anything may be sent from here. */
export type Gate =
  | { readonly open: true }
  | { readonly open: false; readonly because: Closed; readonly variable?: string };

/**
 * Whether anything may leave this process. Every reason to be silent wins over everything else:
 * no variable and no option opens what one of them closed.
 *
 * @param off names of the variables that opt out (`[telemetry] off`), beside DO_NOT_TRACK
 * @param development whether this is a build for its developers; such a build never sends
 */
export function telemetryGate(
  environment: Environment,
  { off, development }: { readonly off: readonly string[]; readonly development: boolean },
): Gate {
  const isSaid = (name: string): boolean => saysYes(environment, name);
  const optOut = [...off, "DO_NOT_TRACK"].find(isSaid);
  if (optOut !== undefined) return { open: false, because: "opted-out", variable: optOut };
  if (development) return { open: false, because: "development" };
  const test = TESTS.find(isSaid);
  if (test !== undefined) return { open: false, because: "test", variable: test };
  if (own(environment, "NODE_ENV")?.trim().toLowerCase() === "test")
    return { open: false, because: "test", variable: "NODE_ENV" };
  const ci = continuousIntegration(environment);
  return ci === undefined ? { open: true } : { open: false, because: "ci", variable: ci };
}

/** The variable that says that no person is at this machine, if there is one. */
export function continuousIntegration(environment: Environment): string | undefined {
  return CI.find((name) => saysYes(environment, name));
}

/** Any text says yes but these, so that a wish to be left alone is not missed for its spelling. */
const NO: ReadonlySet<string> = new Set(["", "0", "false", "no", "off"]);

function saysYes(environment: Environment, name: string): boolean {
  return !NO.has(own(environment, name)?.trim().toLowerCase() ?? "");
}

/** `toString` is no variable that anybody set. */
function own(environment: Environment, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

const TESTS: readonly string[] = [
  "VITEST",
  "VITEST_WORKER_ID",
  "VITEST_POOL_ID",
  "JEST_WORKER_ID",
  "TEST_INTEGRATION",
];

/** The set of `seed-systems.md` 1.7 and the services that are common besides. */
const CI: readonly string[] = [
  "CI",
  "GITHUB_ACTIONS",
  "GITLAB_CI",
  "CIRCLECI",
  "TRAVIS",
  "BUILDKITE",
  "DRONE",
  "NETLIFY",
  "TF_BUILD",
  "APPVEYOR",
  "VERCEL",
  "JENKINS_URL",
  "BITBUCKET_BUILD_NUMBER",
  "TEAMCITY_VERSION",
  "CODEBUILD_BUILD_ID",
];
