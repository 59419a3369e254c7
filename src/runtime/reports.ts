import type { Clock } from "./clock.ts";
import type { Reading } from "./experiments.ts";
import { exposureOf } from "./exposures.ts";
import type { Memory } from "./memory.ts";
import { liveValue, type Overrides } from "./overrides.ts";
import type { Reader } from "./reader.ts";
import type { Declared } from "./settings.ts";
import { ASSIGNED, EFFECTIVE, type Telemetry } from "./telemetry.ts";

/**
 * What every event says of flags. What PostHog assigned is told as that, for its analyses split
 * people by it; what somebody chose instead stands beside it, in a property of its own.
 */
export function flagProperties(declared: Declared, reader: Reader): Record<string, unknown> {
  return Object.fromEntries(
    [...declared.keys()].flatMap((key) => {
      const assigned = reader.assigned(key);
      const { value, source } = reader.read(key);
      return [
        ...(assigned === undefined ? [] : [[`${ASSIGNED}${key}`, assigned.value]]),
        ...(source === "override" ? [[`${EFFECTIVE}${key}`, value]] : []),
      ];
    }),
  );
}

/**
 * Reports that a value was used, unless it was reported in this period or is not PostHog's.
 * Resolves when that is decided; undefined where it is at once.
 */
export function reportExposure(
  key: string,
  resolved: Reading,
  { memory, telemetry, clock }: Readonly<{ memory: Memory; telemetry: Telemetry; clock: Clock }>,
): Promise<void> | undefined {
  const exposure = exposureOf(resolved, clock.now());
  if (exposure === undefined) return undefined;
  return memory.expose(key, exposure)?.then((isFirst) => {
    if (!isFirst) return;
    telemetry.capture("$feature_flag_called", {
      $feature_flag: key,
      $feature_flag_response: exposure.value,
    });
  });
}

/** Reports choices that somebody made. */
export function reportChoices(
  keys: readonly string[],
  {
    overrides,
    declared,
    reader,
    telemetry,
    clock,
  }: Readonly<{
    overrides: Overrides;
    declared: Declared;
    reader: Reader;
    telemetry: Telemetry;
    clock: Clock;
  }>,
): void {
  for (const key of keys) {
    const declaration = declared.get(key);
    if (declaration === undefined) continue;
    const userChoice = liveValue(overrides, declaration, clock.now());
    if (userChoice === undefined) continue;
    telemetry.capture("experiment_overridden", {
      experimentId: key,
      assignedVariant: reader.assigned(key)?.value ?? null,
      userChoice,
    });
  }
}
