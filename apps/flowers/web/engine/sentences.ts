/** Several remarks as one text: those that are empty left out, each ended by a full stop but the last. */
export function sentences(...remarks: readonly string[]): string {
  return remarks
    .filter((remark) => remark !== "")
    .map((remark, at, all) =>
      at < all.length - 1 && !/[.!?]$/.test(remark) ? `${remark}.` : remark,
    )
    .join(" ");
}
