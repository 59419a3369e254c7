import type { Command } from "./command.ts";

/** A command before it is loaded: enough for help and for finding it. */
export interface CommandEntry {
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** Every command by the words that call it, loaded only when called. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  check: {
    about: "Check the config: every problem and finding at once",
    load: async () => (await import("./commands/check.ts")).checkCommand,
  },
  test: {
    about: "Ask the flags what spec files expect of them",
    load: async () => (await import("./commands/test.ts")).testCommand,
  },
  schema: {
    about: "Print the JSON Schema of assay.toml",
    load: async () => (await import("./commands/schema.ts")).schemaCommand,
  },
  plan: {
    about: "Say what apply would change in PostHog, and who moves",
    load: async () => (await import("./commands/plan.ts")).planCommand,
  },
  apply: {
    about: "Make PostHog hold what the config says",
    load: async () => (await import("./commands/apply.ts")).applyCommand,
  },
  drift: {
    about: "Say what others changed in PostHog since the last apply",
    load: async () => (await import("./commands/drift.ts")).driftCommand,
  },
  import: {
    about: "Declare what PostHog holds already",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  adopt: {
    about: "Take what others changed in PostHog into the config",
    load: async () => (await import("./commands/adopt.ts")).adoptCommand,
  },
  diff: {
    about: "Compare with another environment, or with the config of a git revision",
    load: async () => (await import("./commands/diff.ts")).diffCommand,
  },
  "experiment list": {
    about: "List experiments and their stages",
    load: async () => (await import("./commands/experiment-list.ts")).experimentListCommand,
  },
  "experiment show": {
    about: "Show one experiment, declared and remote",
    load: async () => (await import("./commands/experiment-show.ts")).experimentShowCommand,
  },
  "experiment create": {
    about: "Create the draft of one declared experiment",
    load: async () => (await import("./commands/experiment-create.ts")).experimentCreateCommand,
  },
  "experiment launch": {
    about: "Start an experiment after its checks pass",
    load: async () => (await import("./commands/experiment-launch.ts")).experimentLaunchCommand,
  },
  "experiment pause": {
    about: "Switch a running experiment off for everybody, for a while",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("pause"),
  },
  "experiment resume": {
    about: "Switch a paused experiment on again; everybody keeps their variant",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("resume"),
  },
  "experiment freeze": {
    about: "Take nobody new in; those who are in keep their variant",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("freeze"),
  },
  "experiment unfreeze": {
    about: "Take new people in again",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("unfreeze"),
  },
  "experiment ramp": {
    about: "Take in as many as the ramp says for today; made for cron",
    load: async () => (await import("./commands/experiment-ramp.ts")).experimentRampCommand,
  },
  "experiment power": {
    about: "Say how many people it takes to find an effect",
    load: async () => (await import("./commands/experiment-power.ts")).experimentPowerCommand,
  },
  "experiment conclude": {
    about: "End an experiment with a conclusion; its flag stays as it is",
    load: async () => (await import("./commands/experiment-conclude.ts")).experimentConcludeCommand,
  },
  "experiment ship": {
    about: "Give one variant to all who are in, and end the experiment",
    load: async () => (await import("./commands/experiment-ship.ts")).experimentShipCommand,
  },
  "experiment archive": {
    about: "Put a stopped experiment away",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("archive"),
  },
  "experiment reset": {
    about: "Make an experiment a draft again; its flag stays as it is",
    load: async () =>
      (await import("./commands/experiment-step.ts")).experimentStepCommand("reset"),
  },
  "flag list": {
    about: "List flags, and which are on",
    load: async () => (await import("./commands/flag-list.ts")).flagListCommand,
  },
  "flag show": {
    about: "Show one flag, declared and remote",
    load: async () => (await import("./commands/flag-show.ts")).flagShowCommand,
  },
  "flag create": {
    about: "Create one declared flag",
    load: async () => (await import("./commands/flag-create.ts")).flagCreateCommand,
  },
  "flag enable": {
    about: "Switch a flag on",
    load: async () => (await import("./commands/flag-switch.ts")).flagSwitchCommand("enable"),
  },
  "flag disable": {
    about: "Switch a flag off, until it is enabled",
    load: async () => (await import("./commands/flag-switch.ts")).flagSwitchCommand("disable"),
  },
  "flag archive": {
    about: "Put a flag away; it is switched off, too",
    load: async () => (await import("./commands/flag-switch.ts")).flagSwitchCommand("archive"),
  },
  eval: {
    about: "Say which variant a person gets, and why",
    load: async () => (await import("./commands/eval.ts")).evalCommand,
  },
  "simulate distribution": {
    about: "Compare the shares of flags' values with their definitions",
    load: async () =>
      (await import("./commands/simulate-distribution.ts")).simulateDistributionCommand,
  },
  "simulate overlap": {
    about: "Say who is in two flags, and whether one tells the other",
    load: async () => (await import("./commands/simulate-overlap.ts")).simulateOverlapCommand,
  },
  "simulate aa": {
    about: "Look for differences that the assignment itself makes",
    load: async () => (await import("./commands/simulate-aa.ts")).simulateAaCommand,
  },
  replay: {
    about: "Run captured logs through the counters and the privacy rules",
    load: async () => (await import("./commands/replay.ts")).replayCommand,
  },
  "cache show": {
    about: "Show what is cached, key by key: value, age, end, integrity, and who decides",
    load: async () => (await import("./commands/cache-show.ts")).cacheShowCommand,
  },
  "cache path": {
    about: "Print where the cached definitions are",
    load: async () => (await import("./commands/cache-path.ts")).cachePathCommand,
  },
  "cache refresh": {
    about: "Fetch the definitions from PostHog into the cache",
    load: async () => (await import("./commands/cache-refresh.ts")).cacheRefreshCommand,
  },
  "cache verify": {
    about: "Check what this machine keeps: integrity, versions, ages, undeclared keys",
    load: async () => (await import("./commands/cache-verify.ts")).cacheVerifyCommand,
  },
  "cache clear": {
    about: "Remove the cached definitions",
    load: async () => (await import("./commands/cache-clear.ts")).cacheClearCommand,
  },
  "override list": {
    about: "List what was chosen on this machine instead of PostHog's values",
    load: async () => (await import("./commands/override-list.ts")).overrideListCommand,
  },
  "override set": {
    about: "Choose a value for this machine",
    load: async () => (await import("./commands/override-set.ts")).overrideSetCommand,
  },
  "override unset": {
    about: "Take a choice back",
    load: async () => (await import("./commands/override-unset.ts")).overrideUnsetCommand,
  },
  "override clear": {
    about: "Take every choice back",
    load: async () => (await import("./commands/override-clear.ts")).overrideClearCommand,
  },
  "metrics show": {
    about: "Show exactly which counters would be sent from this machine",
    load: async () => (await import("./commands/metrics-show.ts")).metricsShowCommand,
  },
  "metrics flush": {
    about: "Send the counters that wait on this machine",
    load: async () => (await import("./commands/metrics-flush.ts")).metricsFlushCommand,
  },
  "metrics clear": {
    about: "Remove the counters that wait on this machine",
    load: async () => (await import("./commands/metrics-clear.ts")).metricsClearCommand,
  },
  "metrics serve": {
    about: "Run a collector for the declared counters",
    load: async () => (await import("./commands/metrics-serve.ts")).metricsServeCommand,
  },
  dev: {
    about: "Run a local PostHog-compatible server",
    load: async () => (await import("./commands/dev.ts")).devCommand,
  },
};
