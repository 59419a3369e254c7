import { FORMULAS, type Formula, sampleSize } from "../../experiment/power.ts";
import { OpsError } from "../../errors.ts";
import { reportPower } from "../../report/power.ts";
import { type Command, command } from "../command.ts";
import { declaredExperiment } from "../verb.ts";

/** `experiment power KEY`: how many people, and how long, it takes to find an effect. No network. */
export const experimentPowerCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    baseline: {
      type: "string",
      required: true,
      description: "How many convert without a change",
      valueHint: "PERCENT",
    },
    effect: {
      type: "string",
      required: true,
      description: "The smallest change worth finding, relative to the baseline",
      valueHint: "PERCENT",
    },
    daily: { type: "string", description: "People a day who get in", valueHint: "N" },
    formula: {
      type: "string",
      description: `How it is calculated: ${FORMULAS.join(", ")}`,
      default: "pooled-z",
    },
  },
  examples: [
    "experiment power checkout-copy --baseline 10 --effect 10",
    "experiment power checkout-copy --baseline 10 --effect 5 --daily 4000",
  ],
  run: async ({ key, baseline, effect, daily, formula }, session) => {
    const question = {
      baseline: numberOf("baseline", baseline) / 100,
      effect: numberOf("effect", effect) / 100,
    };
    const people = daily === undefined ? undefined : numberOf("daily", daily);
    if (people !== undefined && people <= 0)
      throw new OpsError("usage", "Cannot use --daily: it takes a number above 0");
    const declaration = await declaredExperiment(session, key);
    const shares = declaration.variants.map(({ share }) => share).filter((share) => share > 0);
    const asked = { shares, daily: people, formula: formulaOf(formula) };
    return reportPower(declaration, question, sampleSize(question, asked));
  },
});

function numberOf(name: string, text: string): number {
  const number = Number(text.replace(/\s*%$/, ""));
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new OpsError("usage", `Cannot use --${name}: it takes a number`);
}

function formulaOf(name: string): Formula {
  const formula = FORMULAS.find((known) => known === name);
  if (formula !== undefined) return formula;
  throw new OpsError("usage", "Cannot use --formula: there is none of this name", {
    hint: `Formulas: ${FORMULAS.join(", ")}`,
  });
}
