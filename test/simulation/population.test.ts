import { describe, expect, test } from "vitest";
import { generatedPeople, traitOf } from "../../src/simulation/population.ts";

const made = (count: number, seed = "1"): string[] =>
  [...generatedPeople({ count, seed, like: {}, groupTypes: [] })].map(
    ({ distinctId }) => distinctId,
  );

describe("people made up", () => {
  test("are the same for a seed, and others for another", () => {
    expect(made(3)).toEqual([
      expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      made(2)[1],
      made(5)[2],
    ]);
    expect(new Set([...made(1000), ...made(1000, "2")]).size).toBe(2000);
  });

  test("are what everyone is said to be, each alone on a device and in a group", () => {
    const [person] = generatedPeople({
      count: 1,
      seed: "1",
      like: { personProperties: { plan: "pro", $device_id: "shared" }, now: 0 },
      groupTypes: ["company", "team"],
    });
    const id = person?.distinctId;
    expect(person).toEqual({
      distinctId: id,
      personProperties: { $device_id: id, plan: "pro" },
      groups: { company: id, team: id },
      now: 0,
    });
  });

  test("have a trait that is normal", () => {
    const traits = made(4000).map((distinctId) => traitOf({ distinctId }));
    const mean = traits.reduce((sum, trait) => sum + trait, 0) / 4000;
    const within = traits.filter((trait) => Math.abs(trait) < 1.96).length / 4000;
    expect(mean).toBeCloseTo(0, 1);
    expect(within).toBeCloseTo(0.95, 1);
  });
});
