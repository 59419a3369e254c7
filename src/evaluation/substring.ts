/**
 * Finding one text in others, in time that grows only with the one searched (Knuth, Morris and
 * Pratt). JavaScript's own `includes` is faster on nearly everything, but a text can be made for
 * which it takes minutes.
 */
export function substring(wanted: string): (text: string) => boolean {
  const known = knownAfterMismatch(wanted);
  return (text) => {
    let matched = 0;
    for (let index = 0; index < text.length && matched < wanted.length; index += 1) {
      const unit = text.charCodeAt(index);
      while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = known[matched - 1]!;
      if (wanted.charCodeAt(matched) === unit) matched += 1;
    }
    return matched === wanted.length;
  };
}

/** For each length of a beginning that matched: how much of it still stands when the next fails. */
function knownAfterMismatch(wanted: string): Int32Array {
  const known = new Int32Array(wanted.length);
  let matched = 0;
  for (let index = 1; index < wanted.length; index += 1) {
    const unit = wanted.charCodeAt(index);
    while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = known[matched - 1]!;
    if (wanted.charCodeAt(matched) === unit) matched += 1;
    known[index] = matched;
  }
  return known;
}
