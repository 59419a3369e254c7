/** So many answers are kept. */
const MOST = 4_096;

/**
 * Answers again what it was asked before: the names and values of a log repeat themselves. Forgets
 * everything when there is no room left.
 *
 * @param longest longer texts do not come again
 */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  longest: number,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    const found = answer(text);
    if (text.length > longest) return found;
    if (known.size === MOST) known.clear();
    known.set(text, found);
    return found;
  };
}
