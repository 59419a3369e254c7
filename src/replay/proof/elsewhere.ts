import type { TrialLog } from "./faults.ts";

/** Where a process believes to be: variables of its environment. */
export type Place = Readonly<Record<string, string>>;

/** Replays a log in a process of its own, and gives what it reports. */
export type RunElsewhere = (log: TrialLog, place: Place) => Promise<string>;

/** The first is where no zone and no language shows. */
const HOME: Place = { TZ: "UTC", LANG: "C", LC_ALL: "C" };

/** Zones at both ends of a day, and languages with other letters, commas and calendars. */
const places: readonly Place[] = [
  { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  { TZ: "Pacific/Pago_Pago", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  { TZ: "Asia/Kathmandu", LANG: "th_TH.UTF-8", LC_ALL: "th_TH.UTF-8" },
];

/** The places as a certificate names them. */
export const placeNames: readonly string[] = places.map(({ TZ, LANG }) => `${TZ} ${LANG}`);

/** How many places report otherwise than home (`privacy-rules.md` 6.3). */
export async function judgeElsewhere(log: TrialLog, run: RunElsewhere): Promise<number> {
  const home = await run(log, HOME);
  let differing = 0;
  for (const place of places)
    // oxlint-disable-next-line no-await-in-loop -- one process after the other
    if ((await run(log, place)) !== home) differing += 1;
  return differing;
}
