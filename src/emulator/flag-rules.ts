import { dependenciesOf, dependentsOf } from "./filter-references.ts";
import { experimentsOf, isRunning } from "./flag-view.ts";
import { invalid } from "./refusal.ts";
import type { FlagRow, State } from "./state.ts";

/** A step from one version of a flag to the next; `before` is undefined for a new flag. */
interface Step {
  readonly before: FlagRow | undefined;
  readonly after: FlagRow;
  readonly state: State;
}

/** Refuses a step that PostHog refuses (`posthog-api.md` 2.5, last part). */
export function checkFlagStep(step: Step): void {
  for (const rule of rules) {
    const detail = rule.says(step);
    if (detail !== undefined) throw invalid(detail, rule.attr ?? null);
  }
}

interface StepRule {
  readonly attr?: string;
  readonly says: (step: Step) => string | undefined;
}

const rules: readonly StepRule[] = [
  {
    says: ({ after }) =>
      after.bucketing_identifier === "device_id" && after.ensure_experience_continuity === true
        ? "Cannot enable 'persist across authentication steps' when using device ID bucketing. These features are incompatible."
        : undefined,
  },
  {
    says: ({ after }) =>
      after.has_encrypted_payloads && !after.is_remote_configuration
        ? "Encrypted payloads require the flag to be a remote configuration."
        : undefined,
  },
  {
    says: ({ before, after }) => {
      if (!after.archived || !after.active) return undefined;
      return before?.archived === true
        ? "Cannot enable an archived feature flag. Unarchive it first."
        : "Cannot archive an enabled feature flag. Disable it first, or send active: false in the same request.";
    },
  },
  {
    attr: "filters",
    says: ({ before, after, state }) => {
      if (before === undefined) return undefined;
      const kept = variantKeys(after);
      const removed = variantKeys(before).filter((key) => !kept.includes(key));
      const running = namesOfRunning(before, state);
      if (removed.length === 0 || running === "") return undefined;
      const quoted = removed.map((key) => `'${key}'`).join(", ");
      return `Cannot remove variant(s) ${quoted} from a feature flag that is linked to running experiment(s): ${running}. Please stop the experiment(s) before removing variants.`;
    },
  },
  {
    says: ({ before, after, state }) => {
      if (before === undefined || before.deleted || !after.deleted) return undefined;
      const running = namesOfRunning(before, state);
      return running === ""
        ? dependents(before, "delete", state)
        : `Cannot delete a feature flag that is linked to running experiment(s): ${running}. Please stop the experiment(s) before deleting the flag.`;
    },
  },
  {
    says: ({ before, after, state }) =>
      before?.active === true && !after.active ? dependents(before, "disable", state) : undefined,
  },
  {
    says: ({ before, after, state }) => {
      if (before === undefined || before.active || !after.active) return undefined;
      const disabled = dependenciesOf(after, state.flags).filter(({ active }) => !active);
      if (disabled.length === 0) return undefined;
      return `Cannot enable this feature flag because it depends on disabled flags: ${named(disabled)}. Please enable the dependency flags first.`;
    },
  },
];

function dependents(flag: FlagRow, deed: string, { flags }: State): string | undefined {
  const others = dependentsOf(flag, flags);
  if (others.length === 0) return undefined;
  return `Cannot ${deed} this feature flag because other flags depend on it: ${named(others)}. Please update or disable the dependent flags first.`;
}

/** PostHog names five and counts the rest. */
function named(flags: readonly FlagRow[]): string {
  const names = flags.slice(0, 5).map(({ key, id }) => `${key} (ID: ${id})`);
  const rest = flags.length > 5 ? [`and ${flags.length - 5} more`] : [];
  return [...names, ...rest].join(", ");
}

function namesOfRunning(flag: FlagRow, state: State): string {
  return experimentsOf(flag, state)
    .filter((experiment) => isRunning(experiment))
    .map(({ name, id }) => `"${name}" (ID: ${id})`)
    .join(", ");
}

function variantKeys({ filters }: FlagRow): readonly string[] {
  return filters.multivariate?.variants.map(({ key }) => key) ?? [];
}
