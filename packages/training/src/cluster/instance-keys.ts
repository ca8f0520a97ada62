/**
 * Numbers by which workers find each other's part of a sum. All workers run the same program, so they count alike; the sums
 * over all that they reduce are checked for it (a batch's row count, the fingerprint).
 */
let last = 0;

/** A number that this process has not used. */
export function nextInstanceKey(): number {
  last += 1;
  return last;
}
