/** Does deeds one after the other, in the order they were asked for; one that fails stops none. */
export function inTurn(): <T>(deed: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (deed) => {
    const turn = last.then(deed);
    last = turn.catch(() => undefined);
    return turn;
  };
}
