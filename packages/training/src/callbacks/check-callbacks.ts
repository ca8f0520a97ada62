/** What a list of callbacks must be: objects, whose hooks have the names that are called. */
import { TrainingError } from "../errors";
import { nearestName } from "../names";
import { show } from "../options";
import type { Callback } from "./callback";

/** Every hook that is called with the progress of a run. */
const hooks: Readonly<Record<keyof Callback & `on${string}`, true>> = {
  onTrainBegin: true,
  onTrainEnd: true,
  onEpochBegin: true,
  onEpochEnd: true,
  onTrainBatchBegin: true,
  onTrainBatchEnd: true,
  onTestBegin: true,
  onTestEnd: true,
  onTestBatchBegin: true,
  onTestBatchEnd: true,
  onPredictBegin: true,
  onPredictEnd: true,
  onPredictBatchBegin: true,
  onPredictBatchEnd: true,
};
const known = Object.keys(hooks);

/**
 * Refuses what is no list of callbacks, and a plain object with a hook that nobody calls, such as Keras's `on_epoch_end`.
 *
 * @throws TrainingError `invalid-argument`, or `unknown-name` with the nearest hook
 */
export function checkCallbacks(owner: string, callbacks: unknown): void {
  const isList = Array.isArray(callbacks);
  if (!isList) {
    throw new TrainingError(
      "invalid-argument",
      `${owner}: \`callbacks\` must be a list of callbacks. Received: ${show(callbacks)}; write callbacks: [...].`,
    );
  }
  for (const [at, callback] of (callbacks as readonly unknown[]).entries()) {
    if (typeof callback !== "object" || callback === null || Array.isArray(callback)) {
      const isClass = typeof callback === "function" && callback.name !== "";
      throw new TrainingError(
        "invalid-argument",
        `${owner}: \`callbacks[${at}]\` must be a callback. Received: ${show(callback)}${isClass ? `; write new ${callback.name}()` : ""}.`,
      );
    }
    if (Object.getPrototypeOf(callback) === Object.prototype) checkHooks(owner, at, callback);
  }
}

function checkHooks(owner: string, at: number, callback: object): void {
  for (const [name, hook] of Object.entries(callback)) {
    const isHook = typeof hook === "function" && /^on(_|[A-Z])/.test(name);
    if (!isHook || known.includes(name)) continue;
    throw new TrainingError(
      "unknown-name",
      `${owner}: \`callbacks[${at}]\` has a hook that is never called: ${name}. Did you mean "${nearestName(name, known)}"? Known: ${known.join(", ")}.`,
    );
  }
}
