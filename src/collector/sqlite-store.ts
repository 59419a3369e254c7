import { OpsError } from "../errors.ts";
import { isRecord } from "../event/value.ts";
import { inTurn } from "./in-turn.ts";
import type { KeptCell, Ledger, Receipt } from "./ledger.ts";
import type { CollectorStore } from "./store.ts";

/** SQLite as its synchronous drivers offer it: libsql, better-sqlite3 and `node:sqlite` fit. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
}

export interface SqliteStatement {
  get(...values: (string | number)[]): unknown;
  all(...values: (string | number)[]): unknown[];
  run(...values: (string | number)[]): unknown;
}

export interface SqliteStoreOptions {
  /**
   * Waited for before each transaction, so that the batches that arrive meanwhile share it and its
   * write to the disk, such as Node's `setImmediate`. Absent: each has its own.
   */
  readonly gather?: () => Promise<unknown>;
}

/** "assa": tells the database from another application's. */
const APPLICATION = 0x61_73_73_61;
const VERSION = 1;

const TABLES = `
CREATE TABLE receipt (
  id TEXT NOT NULL PRIMARY KEY,
  period TEXT NOT NULL,
  accepted INTEGER NOT NULL,
  refused TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_period ON receipt (period);
CREATE TABLE cell (
  period TEXT NOT NULL,
  schema INTEGER NOT NULL,
  signal TEXT NOT NULL,
  bucket TEXT NOT NULL,
  dimensions TEXT NOT NULL,
  told INTEGER NOT NULL,
  untold INTEGER NOT NULL,
  contributors TEXT NOT NULL,
  PRIMARY KEY (period, schema, signal, bucket, dimensions)
) STRICT, WITHOUT ROWID;
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${VERSION};
`;

/**
 * A store in an SQLite database, which several processes may share, each with one store. A commit is on the disk when it
 * returns, so that neither a kill nor a power cut takes an answered batch away.
 *
 * Throws `config` when the database is another application's or of a later version, and what the
 * driver throws when it cannot be used.
 */
export function sqliteStore(
  database: SqliteDatabase,
  { gather }: SqliteStoreOptions = {},
): CollectorStore {
  database.exec("PRAGMA busy_timeout = 5000");
  migrate(database);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  const ledger = ledgerOf(database);
  const alone = inTurn();
  return {
    transact: async (deed) =>
      alone(async () => {
        await gather?.();
        return transaction(database, async () => deed(ledger));
      }),
  };
}

async function transaction<T>(database: SqliteDatabase, deed: () => Promise<T>): Promise<T> {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = await deed();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** Some failures have ended the transaction already. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // What went wrong before is what matters.
  }
}

function migrate(database: SqliteDatabase): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = pragma(database, "user_version");
    const { tables } = row(database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get());
    if (tables === 0) database.exec(TABLES);
    else if (pragma(database, "application_id") !== APPLICATION)
      throw foreign("it is another application's");
    else if (version !== VERSION) throw foreign("a later assay wrote it");
    database.exec("COMMIT");
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function pragma(database: SqliteDatabase, name: string): unknown {
  return row(database.prepare(`PRAGMA ${name}`).get())[name];
}

function foreign(why: string): OpsError {
  return new OpsError("config", `Cannot use the collector's database: ${why}`, {
    hint: "Name another file",
  });
}

function ledgerOf(database: SqliteDatabase): Ledger {
  const receipt = database.prepare("SELECT * FROM receipt WHERE id = ?");
  const addReceipt = database.prepare("INSERT INTO receipt VALUES (?, ?, ?, ?)");
  const cell = database.prepare(
    "SELECT told, untold, contributors FROM cell WHERE period = ? AND schema = ? AND signal = ? AND bucket = ? AND dimensions = ?",
  );
  const setCell = database.prepare("INSERT OR REPLACE INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const periods = database.prepare(
    "SELECT period FROM cell UNION SELECT period FROM receipt ORDER BY period",
  );
  const cells = database.prepare("SELECT * FROM cell WHERE period = ?");
  const forgetReceipts = database.prepare("DELETE FROM receipt WHERE period = ?");
  const forgetCells = database.prepare("DELETE FROM cell WHERE period = ?");
  return {
    receipt: async (id) => toReceipt(receipt.get(id)),
    addReceipt: async ({ id, period, accepted, refused }) =>
      void addReceipt.run(id, period, accepted, JSON.stringify(refused)),
    cell: async (key) => {
      const { period, schema, signal, bucket, dimensions } = key;
      const found = cell.get(period, schema, signal, bucket, dimensions);
      return isRecord(found) ? { ...key, ...countOf(found) } : undefined;
    },
    setCell: async ({ period, schema, signal, bucket, dimensions, told, untold, contributors }) =>
      void setCell.run(
        period,
        schema,
        signal,
        bucket,
        dimensions,
        told,
        untold,
        JSON.stringify(contributors),
      ),
    periods: async () => periods.all().map((each) => String(row(each)["period"])),
    cells: async (period) => cells.all(period).map((each) => toCell(row(each))),
    forgetReceipts: async (period) => void forgetReceipts.run(period),
    forgetCells: async (period) => void forgetCells.run(period),
  };
}

function row(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function toReceipt(value: unknown): Receipt | undefined {
  if (!isRecord(value)) return undefined;
  const refused: Record<string, number> = JSON.parse(String(value["refused"]));
  const { id, period, accepted } = value;
  return { id: String(id), period: String(period), accepted: Number(accepted), refused };
}

function toCell(value: Readonly<Record<string, unknown>>): KeptCell {
  return {
    period: String(value["period"]),
    schema: Number(value["schema"]),
    signal: String(value["signal"]),
    bucket: String(value["bucket"]),
    dimensions: String(value["dimensions"]),
    ...countOf(value),
  };
}

function countOf(
  value: Readonly<Record<string, unknown>>,
): Pick<KeptCell, "told" | "untold" | "contributors"> {
  const contributors: string[] = JSON.parse(String(value["contributors"]));
  return { told: Number(value["told"]), untold: Number(value["untold"]), contributors };
}
