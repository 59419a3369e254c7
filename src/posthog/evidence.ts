import { z } from "zod/mini";
import type { ObservedExperiment } from "../experiment/observed.ts";
import type { Estimate, EvidenceStore } from "../experiment/store.ts";
import type { Client } from "./client.ts";
import { parseDto } from "./dto.ts";

/** What a project has seen, over REST: event definitions, exposures and the calculator's answers. */
export function posthogEvidenceStore(client: Client, base: string): EvidenceStore {
  const isSeen = async (name: string): Promise<boolean> => {
    // The server searches inside names, without case.
    const query = `?limit=200&search=${encodeURIComponent(name)}`;
    const rows = await client.list(`${base}/event_definitions/${query}`);
    return rows
      .map((row) => parseDto(eventDto, row, client.host))
      .some((event) => event.name === name && (event.last_seen_at ?? null) !== null);
  };
  return {
    seenEvents: async (names) => {
      const asked = [...new Set(names)];
      const seen = await Promise.all(asked.map(isSeen));
      return new Set(asked.filter((_, index) => seen[index]));
    },
    exposures: async ({ id, name, origin }) => {
      const { feature_flag, start_date, end_date } = parseDto(exposedDto, origin, client.host);
      const body = await client.request({
        method: "POST",
        path: `${base}/query/`,
        reads: true,
        body: {
          query: {
            kind: "ExperimentExposureQuery",
            experiment_id: id,
            experiment_name: name,
            feature_flag,
            start_date,
            end_date,
          },
        },
      });
      const { total_exposures: total } = parseDto(exposuresDto, body, client.host);
      return total && new Map(Object.entries(total));
    },
    estimate: (experiment) => estimateOf(experiment, client.host),
  };
}

/** New servers keep the calculator's answers by themselves, old ones among the parameters. */
function estimateOf({ origin }: ObservedExperiment, host: string): Estimate | undefined {
  const { running_time_calculation, parameters } = parseDto(estimateDto, origin, host);
  const held = { ...parameters, ...running_time_calculation };
  const sampleSize = held.recommended_sample_size ?? undefined;
  const days = held.recommended_running_time ?? undefined;
  return sampleSize === undefined && days === undefined ? undefined : { sampleSize, days };
}

const eventDto = z.looseObject({ name: z.string(), last_seen_at: z.nullish(z.string()) });

const exposedDto = z.looseObject({
  feature_flag: z.unknown(),
  start_date: z.nullish(z.string()),
  end_date: z.nullish(z.string()),
});

/** People by variant (`posthog-api.md` 3.9). */
const exposuresDto = z.looseObject({
  total_exposures: z.pipe(
    z.nullish(z.record(z.string(), z.number())),
    z.transform((held) => held ?? undefined),
  ),
});

const calculation = z.nullish(
  z.looseObject({
    recommended_sample_size: z.nullish(z.number()),
    recommended_running_time: z.nullish(z.number()),
  }),
);

const estimateDto = z.looseObject({
  running_time_calculation: calculation,
  parameters: calculation,
});
