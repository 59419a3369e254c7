/** What the experiments of `seed-systems.md` 1 get wrong about the form of what leaves (3.2), each as it is right. */
import { expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";
import { running, TOML } from "./application.ts";

test("M19: an event that names what every event carries is refused", async () => {
  const app = await running({ world: { answer: { copy: "test" } } });
  app.capture("opened", { view: "list", version: "9.9.9" });
  app.capture("opened", { view: "list", "$feature/copy": "control" });
  app.capture("opened", { view: "list", "effective/copy": "control" });
  await app.clock.settle();
  expect(app.sent).toEqual([]);
  expect(app.status().refused).toEqual({ "event.reserved-property properties": 3 });
});

test.each([0.5, 0.25, -1, 3, Number.NaN, Infinity, "8", null])(
  "M18: a size of %j is none of the classes, and does not leave",
  async (size) => {
    const app = await running({ toml: `${TOML}[events.sent]\nsize_b2 = "power-of-two"\n` });
    app.capture("sent", { size_b2: size });
    app.capture("sent", { size_b2: 8 });
    await app.clock.settle();
    expect(app.sent.map(({ properties }) => properties["size_b2"])).toEqual([8]);
  },
);

/** What `replay` says of a log that holds one event. */
async function verdictOn(event: string): Promise<unknown> {
  const { assay, write } = desk(TOML);
  write("log.jsonl", JSON.stringify({ event, distinct_id: "ada", properties: {} }));
  return envelope(await assay("replay log.jsonl --json")).data["verdict"];
}

test("M20: what leaves is what the config declares, and `replay` judges a log by the same list", async () => {
  const app = await running();
  for (const name of ["opened", "closed", "$pageview", "opened "]) app.capture(name);
  app.capture("opened", { view: "list" });
  app.capture("opened", { View: "list" });
  await app.clock.settle();
  expect(app.sent.map(({ name }) => name)).toEqual(["opened", "opened"]);
  expect([await verdictOn("opened"), await verdictOn("closed")]).toEqual(["pass", "fail"]);
});
