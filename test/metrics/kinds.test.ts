import { describe, expect, test } from "vitest";
import { bucketing, kinds } from "../../src/metrics/kinds.ts";
import { fieldAt } from "../../src/metrics/path.ts";

describe.each(Object.entries(kinds))("kind of signal %s", (id, kind) => {
  test("goes by its own name and says what it counts", () => {
    expect(kind.id).toBe(id);
    expect(kind.about).not.toBe("");
  });

  const rows = kind.examples.flatMap(({ signal, counts }) =>
    counts.map(([body, bucket]) => ({ signal, body, bucket })),
  );
  test.each(rows)("$signal.name counts $body as $bucket", ({ signal, body, bucket }) => {
    expect(bucketing(signal, fieldAt)(body)).toBe(bucket);
  });
});
