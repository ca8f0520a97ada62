/** Sets the backend that a command computes on; the first start puts native TensorFlow on the machine if it can. */
import { BackendError, findNative, installNative, useBackend } from "@flowers/backend";
import type { Narrator } from "../narrator";
import { drawProgress } from "../progress-line";
import { type BackendChoice, backendLabels } from "./backend-choice";

/**
 * Chooses the backend and says in one line which one it is.
 *
 * @returns the backend's name
 * @throws BackendError when the one asked for by name cannot be used
 */
export async function chooseBackend(
  choice: BackendChoice,
  narrator: Narrator,
  signal?: AbortSignal,
): Promise<string> {
  if (choice === "auto" || choice === "tensorflow") await ensureNative(choice, narrator, signal);
  const { name, description } = await useBackend(choice);
  narrator.say(`Backend: ${backendLabels[name] ?? name} (${description})`);
  return name;
}

/** Installs native TensorFlow unless it is there. With `auto`, a machine that cannot have it gets one line that says why. */
async function ensureNative(
  choice: BackendChoice,
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (findNative()) return;
  const progress = drawProgress(
    narrator.stream,
    "Getting native TensorFlow (only the first time)",
    "bytes",
  );
  let phase = "";
  try {
    await installNative({
      signal,
      onProgress: ({ phase: now, source, receivedBytes, totalBytes }) => {
        if (now !== phase) {
          progress.done();
          narrator.say(`Native TensorFlow: ${now}${source ? ` (${source})` : ""} ...`);
          phase = now;
        }
        if (receivedBytes > 0) progress.update({ done: receivedBytes, total: totalBytes });
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (choice === "tensorflow" || !BackendError.is(error)) throw error;
    narrator.say(
      `Native TensorFlow cannot be used: ${error.message}${error.remedy ? ` ${error.remedy}` : ""}`,
    );
  } finally {
    progress.done();
  }
}
