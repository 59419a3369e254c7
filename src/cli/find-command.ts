import { OpsError } from "../errors.ts";
import { globals, parseArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { didYouMean } from "./nearest.ts";

/** What a command line asks for: a command, its help, or one of the tool's own pages. */
export type Found =
  | {
      readonly ask: "run" | "help";
      /** The command's words. */
      readonly name: string;
      /** The command line without them. */
      readonly argv: readonly string[];
      readonly load: () => Promise<Command>;
    }
  | { readonly ask: "page"; readonly name: "version" | "help" }
  /** The verbs of one group, such as `experiment`. */
  | { readonly ask: "verbs"; readonly name: string };

/**
 * Finds the command that a line calls by its first one or two words; global flags may stand
 * before them. Throws `usage` with the nearest name for an unknown command.
 */
export function findCommand(argv: readonly string[]): Found {
  const wantsHelp = argv.includes("--help") || argv.includes("-h");
  const [first, second] = wordPositions(argv);
  const word = first === undefined ? undefined : argv[first];
  if (word === undefined) {
    const given = parseArguments(argv, { ...globals, version: { type: "boolean" } });
    return { ask: "page", name: given.version ? "version" : "help" };
  }
  const pair = second === undefined ? word : `${word} ${argv[second]}`;
  for (const [name, positions] of [
    [pair, [first, second]],
    [word, [first]],
  ] as const) {
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    const rest = argv.filter((_, index) => !(positions as readonly unknown[]).includes(index));
    if (entry) return { name, argv: rest, ask: wantsHelp ? "help" : "run", load: entry.load };
  }
  const group = Object.keys(commands).filter((name) => name.startsWith(`${word} `));
  if (group.length > 0 && second === undefined && wantsHelp) return { ask: "verbs", name: word };
  throw unknown(word, group.length > 0 ? pair : word, group);
}

function unknown(word: string, typed: string, group: readonly string[]): OpsError {
  const nouns = Object.keys(commands).map((name) => name.split(" ")[0] ?? name);
  const known = group.length > 0 ? group : [...new Set(nouns)];
  const missing = group.length > 0 && typed === word;
  return new OpsError(
    "usage",
    missing ? `Cannot run "${word}" alone: it needs a verb` : `Unknown command "${typed}"`,
    {
      hint: missing
        ? `Verbs: ${group.map((name) => name.slice(word.length + 1)).join(", ")}`
        : didYouMean(typed, known, 'Run "assay --help" to see every command'),
    },
  );
}

/** Where the first two words stand that are neither flags nor the values of global flags. */
function wordPositions(argv: readonly string[]): number[] {
  const words: number[] = [];
  for (let index = 0; index < argv.length && words.length < 2; index += 1) {
    const arg = argv[index] ?? "";
    if (arg === "--") break;
    if (!arg.startsWith("-")) words.push(index);
    else if (takesValue(arg)) index += 1;
  }
  return words;
}

const takesValue = (arg: string): boolean =>
  Object.entries(globals).some(([name, { type }]) => type === "string" && arg === `--${name}`);
