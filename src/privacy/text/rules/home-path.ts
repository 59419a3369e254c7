import { STOP } from "../../hints.ts";
import { any, group, spansOf, type SpanRule } from "../rule.ts";

export const homePath: SpanRule = {
  id: "path.home-path",
  severity: "error",
  why: "A path with the name of an account names a person",
  hint: STOP,
  needs: /Users|home|Documents and Settings/,
  find: any(
    spansOf(
      /(?<![A-Za-z0-9_.~-])(?:file:\/\/)?(?:\/(?:var\/|export\/|usr\/)?home\/|\/Users\/|\/mnt\/[a-z]\/Users\/|\/[a-z]\/Users\/)([^/\s"'<>|;,)\]}`:*]{1,64})[^\s"'<>|;,)\]}`*?]*/g,
      namesPerson,
    ),
    spansOf(
      /(?<![A-Za-z0-9])(?:\\\\\?\\)?[A-Za-z]:(?:\\{1,2}|\/)(?:Users|Documents and Settings)(?:\\{1,2}|\/)(?:([^\\/"'<>|:;*\r\n]{1,40})(?:\\{1,2}|\/)[^"'<>|;*\s]*|([^\\/\s"'<>|:;*,)]{1,40}))/g,
      namesPerson,
    ),
    spansOf(
      /(?<![A-Za-z0-9])-(?:Users|home)-([A-Za-z0-9._]{2,40})-[A-Za-z0-9._-]{2,200}/g,
      namesPerson,
    ),
  ),
  examples: {
    finds: ["/Users/janefake/x.ts", "-Users-janefake-code-app", "C:\\Users\\Jane Fake\\plan.docx"],
    passes: ["/home/runner/work/x", "/Users/Shared/x", "/home/$USER/x"],
  },
};

/** Accounts of machines, images and manuals are nobody's. */
function namesPerson(match: RegExpExecArray): boolean {
  const name = group(match) ?? "";
  return !/^[$%<{[]/.test(name) && !NOBODY.has(name.toLowerCase());
}

const NOBODY: ReadonlySet<string> = new Set(
  (
    "shared public runner runneradmin ubuntu ec2-user node vscode vsts circleci jenkins root app user " +
    "username default linuxbrew codespace gitpod guest you me"
  ).split(" "),
);
