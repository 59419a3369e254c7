import type { Person } from "../evaluation/person.ts";
import { people } from "../people/people.ts";
import { openInput } from "./input.ts";
import type { Session } from "./session.ts";

/** The people of a file that `eval --users` could read; rows that name nobody are told. */
export async function readPeople(users: string, session: Session): Promise<readonly Person[]> {
  const found: Person[] = [];
  let bad = 0;
  for await (const run of people(openInput(users, session.host).chunks, users))
    for (const row of run) {
      if ("error" in row) bad += 1;
      else found.push(row.person);
    }
  if (bad > 0)
    session.warn({
      rule: "users.bad-rows",
      severity: "warning",
      message: `${bad} of ${bad + found.length} rows name nobody and were not asked`,
    });
  return found;
}
