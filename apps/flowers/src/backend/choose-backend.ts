/** Sets the backend that a command computes on; the first start puts native TensorFlow on the machine if it can. */
import { installNative, nativeStatus, useBackend } from "@flowers/backend";
import type { BackendChoice } from "../commands/options";
import type { Narrator } from "../narrator";

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
  if (choice === "auto" || choice === "tensorflow") await ensureNative(narrator, signal);
  const { name, refusals } = await useBackend(choice);
  const labels: Record<string, string> = {
    tensorflow: "native TensorFlow",
    wasm: "WebAssembly",
    cpu: "plain JavaScript",
  };
  narrator.say(`Backend: ${labels[name] ?? name}`);
  for (const { backend, reason } of refusals)
    narrator.say(`  not ${labels[backend] ?? backend}: ${reason}`);
  return name;
}
