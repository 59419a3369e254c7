import type { TrialLog } from "./faults.ts";

/** Where a process believes to be: variables of its environment. */
export type Place = Readonly<Record<string, string>>;

/** Replays a log in a process of its own, and gives what it reports; undefined where it cannot. */
export type RunElsewhere = (log: TrialLog, place: Place) => Promise<string | undefined>;

/** The first is where no zone and no language shows. */
const HOME: Place = { TZ: "UTC", LANG: "C", LC_ALL: "C" };

/** Zones at both ends of a day, and languages with other letters, commas and calendars. */
const PLACES: readonly Place[] = [
  { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  { TZ: "Pacific/Pago_Pago", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  { TZ: "Asia/Kathmandu", LANG: "th_TH.UTF-8", LC_ALL: "th_TH.UTF-8" },
];

/**
 * The places where the log was replayed, as a certificate names them, and how many of them reported
 * otherwise than home (`privacy-rules.md` 6.3). None where home already cannot be started.
 */
export async function judgeElsewhere(
  log: TrialLog,
  run: RunElsewhere,
): Promise<{ readonly places: readonly string[]; readonly differing: number }> {
  const home = await run(log, HOME);
  if (home === undefined) return { places: [], differing: 0 };
  let differing = 0;
  for (const place of PLACES)
    // oxlint-disable-next-line no-await-in-loop -- one process after the other
    if ((await run(log, place)) !== home) differing += 1;
  return { places: PLACES.map(({ TZ, LANG }) => `${TZ} ${LANG}`), differing };
}
