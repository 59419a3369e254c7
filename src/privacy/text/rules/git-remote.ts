import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const gitRemote: SpanRule = {
  id: "path.git-remote",
  severity: "error",
  why: "The address of a repository names its owner",
  hint: STOP,
  needs: /[:@]/,
  find: spansOf(
    /(?<![A-Za-z0-9._-])[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{3,100}:(?!\/\/)[A-Za-z0-9._~-]{1,100}\/[A-Za-z0-9._/~-]{1,200}|\bssh:\/\/[A-Za-z0-9._-]{1,40}@[^\s"'<>]{3,300}|\bgit\+(?:ssh|https?):\/\/[^\s"'<>]{3,300}|\bhttps?:\/\/[^\s"'<>?#@]{3,300}\.git(?![A-Za-z0-9_-])/g,
  ),
  examples: {
    finds: ["git@github.com:acme-fake/secret-repo.git", "https://git.example.com/acme/app.git"],
    passes: ["actions/checkout@v4", "https://example.com/a"],
  },
};
