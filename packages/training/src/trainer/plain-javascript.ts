/** Tells, once, that training runs on plain JavaScript and will take long. */
import * as tf from "@tensorflow/tfjs";

/** A run that is estimated to be shorter than this is nobody's trouble. */
const longMs = 60_000;

let told = false;

/**
 * The notice for a run on tfjs's "cpu" backend that will take longer than a minute, or null. Once for each process.
 *
 * @param batchMs what a batch took
 * @param batches batches to come, or null while that is unknown; then an epoch of a hundred is supposed
 */
export function plainJavaScriptNotice(batchMs: number, batches: number | null): string | null {
  if (told || tf.getBackend() !== "cpu") return null;
  const totalMs = batchMs * (batches ?? 100);
  if (totalMs < longMs) return null;
  told = true;
  const time = batches === null ? `${duration(batchMs)} per batch` : `about ${duration(totalMs)}`;
  return [
    `Training on plain JavaScript, TensorFlow.js's slowest backend: ${time}.`,
    'A faster one: npm install @flowers/backend, then before the model is made: import { useBackend } from "@flowers/backend"; await useBackend("auto");',
  ].join("\n");
}

/** Lets the next run tell again; for tests. */
export function forgetNotice(): void {
  told = false;
}

function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
