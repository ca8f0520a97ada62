/**
 * Several remarks as one text: those that are empty left out, each ended by a full stop but the last, each after the
 * first beginning with a capital.
 */
export function sentences(...remarks: readonly string[]): string {
  return remarks
    .filter((remark) => remark !== "")
    .map((remark, at, all) => {
      const begun = at > 0 ? remark.charAt(0).toUpperCase() + remark.slice(1) : remark;
      return at < all.length - 1 && !/[.!?]$/.test(begun) ? `${begun}.` : begun;
    })
    .join(" ");
}
