import { STOP } from "../../hints.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const absolutePath: SpanRule = {
  id: "path.absolute-path",
  severity: "error",
  isMildInPlainText: true,
  why: "A path of the machine says what somebody works on",
  hint: STOP,
  needs: /[/\\]/,
  find: any(
    spansOf(
      /(?<![A-Za-z0-9_.:/~-])(?:file:\/\/)?\/(?:usr|opt|var|etc|tmp|private|mnt|srv|data|workspace|workspaces|app|root|proc|Volumes|Applications|Library|nix|snap|builds?|github|home|Users|dev|bin|sbin|lib|run|media|System|code|repo|repos|projects)\/[A-Za-z0-9._@+~-]+(?:(?: [A-Za-z0-9._@+~-]+){0,3}(?=\/)\/[A-Za-z0-9._@+~-]+){0,40}\/?/g,
      ([path]) => !EVERYWHERE.test(path),
    ),
    spansOf(
      /(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,2}|\/(?!\/))[A-Za-z0-9_.$@ +~-]+(?:(?:\\{1,2}|\/)[A-Za-z0-9_.$@+~()-]+)*/g,
    ),
    spansOf(
      /(?<![\\A-Za-z0-9])\\{2,4}(?![?.])[A-Za-z0-9_.-]{2,60}\\{1,2}[A-Za-z0-9_.$-]{1,80}(?:\\{1,2}[A-Za-z0-9_.$ -]{1,80})*/g,
    ),
    spansOf(/(?<![A-Za-z0-9_/\\.])~\/[A-Za-z0-9._@+-]+(?:\/[A-Za-z0-9._@+-]+)*/g),
    spansOf(/\bfile:\/\/[^\s"'<>]{3,400}/g),
  ),
  examples: {
    finds: ["/home/runner/work/x", "D:\\builds\\acme\\out", "~/projects/x"],
    passes: ["/dev/null", "/bin/bash", "/v1/messages", "text/plain", "~"],
  },
};

/** The same on every machine. */
const EVERYWHERE =
  /^(?:\/dev\/(?:null|stdin|stdout|stderr|tty|zero|random|urandom)|\/bin\/(?:sh|bash|zsh)|\/usr\/bin\/(?:env|bash|node|python3)|\/usr\/local\/bin)\/?$/;
