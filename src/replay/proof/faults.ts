/** A log on trial, and what goes wrong while it is read or told of. */
export interface TrialLog {
  readonly bytes: Uint8Array;
  /** Reading it throws an error that quotes it so. */
  readonly quoted?: string;
  /** Nothing can be written any more. */
  readonly isFull?: boolean;
}

/** A failure on purpose, with a canary in its way: faults are where values escape. */
export interface Fault {
  readonly id: string;
  readonly log: (lines: readonly string[], canary: string) => TrialLog;
}

const encoder = new TextEncoder();
/** Lines as the bytes of a log. */
export const toLog = (lines: readonly string[]): TrialLog => ({
  bytes: encoder.encode(lines.map((line) => `${line}\n`).join("")),
});

const amid =
  (...broken: readonly string[]) =>
  (lines: readonly string[]): TrialLog =>
    toLog([...lines.slice(0, 1), ...broken, ...lines.slice(1)]);

/** Every fault that is provoked (`privacy-rules.md` 6, 5). */
export const faults: readonly Fault[] = [
  { id: "malformed", log: (lines, canary) => amid(canary, `{"${canary}`, `[${canary}]`)(lines) },
  { id: "not-an-event", log: (lines, canary) => amid(`"${canary}"`, `["${canary}"]`)(lines) },
  { id: "cut-short", log: (lines, canary) => cutShort(lines, canary) },
  { id: "oversized", log: (lines, canary) => amid(`{"a":"${canary.repeat(60_000)}"}`)(lines) },
  {
    id: "broken-batch",
    log: (lines, canary) =>
      amid(
        JSON.stringify({ [canary]: canary, batch: [canary, [canary], { [canary]: canary }, null] }),
        JSON.stringify({ batch: canary }),
      )(lines),
  },
  { id: "wrong-types", log: (lines, canary) => toLog(lines.map((line) => mistyped(line, canary))) },
  {
    id: "deep",
    log: (lines, canary) => amid(`${"[".repeat(50_000)}"${canary}"${"]".repeat(50_000)}`)(lines),
  },
  { id: "no-utf-8", log: (lines, canary) => withBytes(lines, canary, [0xff, 0xc0, 0x80]) },
  { id: "no-events", log: (_, canary) => toLog([canary]) },
  { id: "reader-throws", log: (lines, canary) => ({ ...toLog(lines), quoted: canary }) },
  {
    id: "output-throws",
    log: (lines, canary) => ({ ...toLog([...lines, canary]), isFull: true }),
  },
];

function cutShort(lines: readonly string[], canary: string): TrialLog {
  const last = JSON.stringify({ [canary]: canary, text: canary });
  return { bytes: toLog([...lines, last]).bytes.slice(0, -8) };
}

/** Every value of an event in a list, with a canary. */
function mistyped(line: string, canary: string): string {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null) return line;
  return JSON.stringify(
    Object.fromEntries(Object.entries(value).map(([key, held]) => [key, [held, canary]])),
  );
}

function withBytes(lines: readonly string[], canary: string, broken: readonly number[]): TrialLog {
  const { bytes: before } = toLog([...lines, canary]);
  const bytes = new Uint8Array(before.length + broken.length);
  bytes.set(before);
  bytes.set(broken, before.length - 1);
  return { bytes };
}
