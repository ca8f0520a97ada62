/** Work that is done one after the other, in the order in which it was asked for. */

/** Makes a line of its own. A failure is the asker's alone: the next in line begins all the same. */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
