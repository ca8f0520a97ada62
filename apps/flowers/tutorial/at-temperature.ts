/** Probabilities that are known only as such, at another temperature. */

/** A float32 probability that became 0 was one of about this. */
const leastProbability = 1e-45;

/** What probabilities become when the logits behind them are divided by a temperature: one for each class, 1 in sum. */
export function atTemperature(probabilities: readonly number[], temperature: number): number[] {
  const logs = probabilities.map((p) => Math.log(Math.max(p, leastProbability)) / temperature);
  const most = Math.max(...logs);
  const powers = logs.map((log) => Math.exp(log - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
