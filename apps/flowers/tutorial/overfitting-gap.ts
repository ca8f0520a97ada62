/** How far a network has memorized its pictures. */
/**
 * Training accuracy minus validation accuracy after the last epoch; null without both.
 *
 * @example
 * ```ts
 * overfittingGap({ accuracy: [0.5, 0.9], val_accuracy: [0.5, 0.6] }); // 0.3
 * ```
 */
export function overfittingGap(
  history: Readonly<Record<string, readonly number[]>>,
): number | null {
  const training = history["accuracy"]?.at(-1);
  const validation = history["val_accuracy"]?.at(-1);
  return training === undefined || validation === undefined ? null : training - validation;
}
