import { STOP } from "../../hints.ts";
import type { WholeRule } from "../rule.ts";
import { countOf, testOf } from "../signs/gate.ts";

export const code: WholeRule = {
  id: "text.code",
  severity: "error",
  why: "Source code is its owner's",
  hint: STOP,
  matches: (text, signs) => isWhole(text, signs) || countMarks(text, signs, 2) === 2,
  examples: {
    finds: [
      "if (user.isAdmin()) { grantAll(); }",
      "SELECT name FROM employees",
      "git add . && git commit",
    ],
    passes: ["a b c", "x => y", "std::vector"],
  },
};

/** Each counts for two: SQL, and the head of a diff. */
const isWhole = testOf(
  /\bSELECT\s[^\n;]{1,300}\sFROM\s/i,
  /\bUPDATE\s[^\n;]{1,200}\sSET\s/i,
  /\bINSERT INTO\s[^\n;]{1,300}\bVALUES\b/i,
  /\bDELETE FROM\s[^\n;]{1,200}\sWHERE\s/i,
  /^diff --git |^@@ -\d{1,9}(?:,\d{1,9})? \+\d/m,
);

const countMarks = countOf(
  /=>/,
  /\b(?:const|let|var) [\w$]{1,60}(?:: [\w$<>[\]]{1,60})? ?=/,
  /\bfunction ?[\w$]{0,60} ?\(/,
  /\bdef \w{1,60} ?\(/,
  /\bclass \w{1,60} ?[({:]/,
  /\bimport [^\n]{1,200} from\b/,
  /#include ?</,
  /[;{][ \t]{0,20}$/m,
  /\b(?:if|for|while|switch|catch) ?\(/,
  /\b[\w$]{1,60}\([^()\n]{0,200}\)\s?[;.{]/,
  /<\/[A-Za-z][\w-]{0,40}>/,
  /&&|\|\||===|!==|:=|->|::/,
  /\breturn [^\n;]{0,200};/,
  /\b(?:fn|func|impl|struct|enum) ?\w{1,60} ?[({<]/,
  /^\s{0,8}(?:\$ )?(?:git|npm|npx|yarn|pnpm|pip|docker|kubectl|curl|wget|sudo|cd|ls|rm|cp|mv|mkdir|cat|grep|ssh|chmod|make|cargo|go|python3?|node) [\w./-]/m,
);
