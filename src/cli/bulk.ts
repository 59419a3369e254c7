import { resolve } from "node:path";
import { openDraft } from "../disk/draft.ts";
import type { Person } from "../evaluation/person.ts";
import { people } from "../people/people.ts";
import type { EvaluatedFlag } from "../report/evaluation.ts";
import type { Report } from "../report/report.ts";
import { createRowWriter } from "./bulk-row.ts";
import { toLines } from "./deliver.ts";
import { type Input, openInput } from "./input.ts";
import type { Session } from "./session.ts";
import { withCommas } from "./with-commas.ts";

/** What to evaluate, for whom, and where the rows go. */
export interface Bulk {
  /** A file, or `-`. */
  readonly users: string;
  /** A file; standard output where it is not given. */
  readonly out: string | undefined;
  /** The moment relative dates are counted from, epoch milliseconds: one for all. */
  readonly now: number;
  readonly keys: readonly string[];
  readonly evaluate: (key: string, person: Person) => EvaluatedFlag;
}

/**
 * Evaluates flags for every person of an input, row by row and in its order: a line of NDJSON for
 * each row, a bad row as its error. Holds a chunk of input and a batch of output, however many
 * rows there are. Rows on standard output are all that stands there, so nothing is reported then.
 */
export async function evaluateUsers(bulk: Bulk, session: Session): Promise<Report | undefined> {
  const output = await openOutput(bulk.out, session);
  const input = openInput(bulk.users, session.host);
  try {
    const counts = await pour(bulk, { input, output, session });
    await output.commit();
    session.progress("");
    if (!output.isGone()) conclude(counts, bulk, session);
    return bulk.out === undefined ? undefined : { outcome: "ok", data: { ...counts }, blocks: [] };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** What is written at once. */
const BATCH_LENGTH = 64 * 1024;

interface Counts {
  readonly users: number;
  readonly errors: number;
}

async function pour(
  { users: name, out, now, keys, evaluate }: Bulk,
  { input, output, session }: Pipe,
): Promise<Counts> {
  const toText = createRowWriter({ keys, evaluate, now });
  const show = progressOf(input, out, session);
  const counts = { users: 0, errors: 0 };
  let batch = "";
  for await (const run of people(input.chunks, name)) {
    for (const row of run) {
      if ("error" in row) counts.errors += 1;
      else counts.users += 1;
      batch += toText(row);
      if (batch.length < BATCH_LENGTH) continue;
      await flush();
      if (output.isGone()) return counts;
    }
    // Who sends rows slowly sees what came of them.
    await flush();
    if (output.isGone()) return counts;
  }
  return counts;

  async function flush(): Promise<void> {
    session.signal.throwIfAborted();
    if (batch !== "") await output.write(batch);
    batch = "";
    show(counts);
  }
}

interface Pipe {
  readonly input: Input;
  readonly output: Output;
  readonly session: Session;
}

interface Output {
  /** Resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** Whether nobody reads any more, such as after `head`. */
  readonly isGone: () => boolean;
  readonly commit: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

async function openOutput(out: string | undefined, session: Session): Promise<Output> {
  if (out !== undefined)
    return { ...(await openDraft(resolve(session.host.cwd(), out))), isGone: () => false };
  let isGone = false;
  return {
    write: async (text) => void (isGone = !(await session.stream(text))),
    isGone: () => isGone,
    commit: async () => {},
    discard: async () => {},
  };
}

/** Says how far the run is, from its first second on, where the rows do not go to the same terminal. */
function progressOf(
  { share }: Input,
  out: string | undefined,
  { host, progress }: Session,
): (counts: Counts) => void {
  if (out === undefined && host.terminal.stdout) return () => {};
  const startedAt = host.now();
  let saidAt = startedAt;
  return ({ users, errors }) => {
    const now = host.now();
    if (now - startedAt < 1000 || now - saidAt < 200) return;
    saidAt = now;
    const rows = users + errors;
    const rate = Math.round((1000 * rows) / (now - startedAt));
    const part = share();
    const percent = part === undefined ? "" : `, ${Math.floor(100 * part)} %`;
    progress(`${withCommas(rows)} users, ${withCommas(rate)} a second${percent} …`);
  };
}

function conclude({ users, errors }: Counts, { out }: Bulk, session: Session): void {
  const rows = users + errors;
  if (rows === 0)
    session.warn({
      rule: "eval.no-users",
      severity: "warning",
      message: "The input has no rows, so nobody was evaluated",
    });
  if (errors > 0)
    session.warn({
      rule: "eval.bad-rows",
      severity: "warning",
      message: `${withCommas(errors)} of ${withCommas(rows)} rows could not be read as users`,
      hint: 'Each has its line and "error" in its place of the output',
    });
  if (out === undefined) for (const warning of session.warnings) session.note(toLines(warning));
  else if (session.asked.format !== "json") session.note(`Evaluated ${withCommas(users)} users`);
}
