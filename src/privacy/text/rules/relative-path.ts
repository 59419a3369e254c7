import { STOP } from "../../hints.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const relativePath: SpanRule = {
  id: "path.relative-path",
  severity: "error",
  isMildInPlainText: true,
  why: "A path of a project says what somebody works on",
  hint: STOP,
  needs: /[/\\]/,
  find: any(
    spansOf(
      /(?<![A-Za-z0-9_/\\.:@~-])(?:[A-Za-z0-9_.@-]{1,80}[/\\])+[A-Za-z0-9_.@-]{1,80}\.(?:ts|tsx|js|jsx|mjs|cjs|py|go|rs|java|kt|rb|php|cs|cpp|cc|c|h|hpp|swift|scala|md|mdx|json|jsonl|yaml|yml|toml|ini|env|txt|log|sql|sh|ps1|ipynb|csv|tsv|parquet|pdf|docx|xlsx|pptx|pem|key|crt|html|css|scss|vue|svelte|lock|xml|tf|proto)(?![A-Za-z0-9_/-])/g,
    ),
    spansOf(
      /(?<![A-Za-z0-9_/\\.])\.{1,2}[/\\][A-Za-z0-9_.@-]{1,80}\.(?:ts|tsx|js|jsx|mjs|cjs|py|go|rs|java|kt|rb|php|cs|cpp|cc|c|h|hpp|swift|scala|md|mdx|json|jsonl|yaml|yml|toml|ini|env|txt|log|sql|sh|ps1|ipynb|csv|tsv|parquet|pdf|docx|xlsx|pptx|pem|key|crt|html|css|scss|vue|svelte|lock|xml|tf|proto)(?![A-Za-z0-9_/-])/g,
    ),
  ),
  examples: {
    finds: ["src/billing/merger-plan.ts", "./notes.md", "app\\Models\\Customer.php"],
    passes: ["README.md", "and/or", "application/json", "./"],
  },
};
