/** A model's table, as text. */
import { summary } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";

export function summaryOf(model: tf.LayersModel): string {
  const lines: string[] = [];
  summary(model, { printFn: (text) => void lines.push(text) });
  return lines.join("\n");
}
