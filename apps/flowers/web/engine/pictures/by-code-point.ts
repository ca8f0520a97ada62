/** The order in which Keras and the loader sort names; JavaScript's own is by code unit. */
export function byCodePoint(a: string, b: string): number {
  for (let at = 0; ;) {
    const [left, right] = [a.codePointAt(at) ?? -1, b.codePointAt(at) ?? -1];
    if (left !== right || left < 0) return left - right;
    at += left > 0xffff ? 2 : 1;
  }
}
