/** So many answers are kept. */
const MOST = 4_096;
/** After so many new texts, more of them than known ones say that none comes again … */
const TRIAL = 1_024;
/** … so that many are not looked up until the next trial. */
const REST = 32_768;

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
  let [met, made, rest] = [0, 0, 0];

  function make(text: string): Answer {
    const found = answer(text);
    if (known.size === MOST) known.clear();
    known.set(text, found);
    made += 1;
    if (made < TRIAL) return found;
    if (met < made) {
      rest = REST;
      known.clear();
    }
    met = made = 0;
    return found;
  }

  return (text) => {
    if (text.length > longest) return answer(text);
    if (rest > 0) {
      rest -= 1;
      return answer(text);
    }
    const held = known.get(text);
    if (held === undefined) return make(text);
    met += 1;
    return held;
  };
}
