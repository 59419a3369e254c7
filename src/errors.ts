/** Why an operation stopped, in terms the person at the keyboard can act on. */
export type ErrorKind =
  | "usage"
  | "config"
  | "refused"
  | "conflict"
  | "unauthorized"
  | "unavailable"
  | "interrupted";

/** One thing to say about the config or the run. Lines and columns count from one. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The dotted key path inside the file, such as `experiments.checkout.variants`. */
  readonly pointer?: string;
}

/** Anything this tool refuses or fails to do on purpose. Every other throw is a bug. */
export class OpsError extends Error {
  override readonly name = "OpsError";
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(
    kind: ErrorKind,
    message: string,
    options: { hint?: string; cause?: unknown; diagnostics?: readonly Diagnostic[] } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.diagnostics = options.diagnostics ?? [];
  }
}
