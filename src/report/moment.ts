/** A moment as ISO text; what came out of a file may be none. */
export function momentText(at: number): string {
  return Number.isNaN(new Date(at).getTime()) ? "never" : new Date(at).toISOString();
}
