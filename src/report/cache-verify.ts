import type { CacheState } from "./cache.ts";
import type { Json, Report } from "./report.ts";

/** The files of a project on this machine. */
export type CacheFile = "definitions" | "assignments" | "overrides" | "identity";

/** One thing that is wrong with a file of this machine. */
export interface CacheFinding {
  readonly file: CacheFile;
  /** Null where it is the whole file. */
  readonly key: string | null;
  readonly rule: CacheRule;
  /** A warning does not fail: a project may hold flags of others. */
  readonly severity: "error" | "warning";
}

export type CacheRule = keyof typeof SENTENCES;

const SENTENCES = {
  "cache.empty": "the file is there and nothing is in it",
  "cache.unreadable": "damaged, or of another version",
  "cache.set-aside": "a damaged file was set aside beside it",
  "cache.permissions": "others than its owner may read or change it",
  "cache.future": "from the future: a clock was wrong, so it is not used",
  "cache.expired": "older than [cache] usable, so it is not used",
  "cache.undeclared-key": "the config does not declare it, so it is not used",
  "cache.undeclared-variant": "the config does not declare one of its variants",
} as const;

/** What a file was found to be, and what is wrong with it. */
export interface VerifiedFile {
  readonly file: CacheFile;
  readonly state: CacheState;
  readonly findings: readonly CacheFinding[];
}

/** `cache verify`: whether what is kept may be used, file by file and key by key. */
export function reportCacheVerify(files: readonly VerifiedFile[]): Report {
  const findings = files.flatMap((each) => each.findings);
  return {
    outcome: findings.some(({ severity }) => severity === "error") ? "findings" : "ok",
    data: {
      files: Object.fromEntries(files.map(({ file, state }) => [file, state])),
      findings: findings.map((finding): Json => ({ ...finding, message: SENTENCES[finding.rule] })),
    },
    blocks: [
      { block: "list", items: files.map(({ file, state }) => `${file}: ${state}`) },
      findings.length === 0
        ? { block: "text", text: "Nothing is wrong with what is kept" }
        : {
            block: "table",
            columns: ["file", "key", "severity", "rule", "why"],
            rows: findings.map(({ file, key, severity, rule }) => [
              file,
              key ?? "",
              severity,
              rule,
              SENTENCES[rule],
            ]),
          },
    ],
  };
}
