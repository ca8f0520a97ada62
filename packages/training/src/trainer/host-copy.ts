/** What a run has come to, on the host: a graphics card that is lost takes the weights along. */
import { TrainingError } from "../errors";
import { computesOnCard, DeviceWatch, isDeviceLost } from "../step/device-watch";
import type { TrainerState } from "./state";
import type { RunState } from "./run-state";

/** Reading all weights stops the card for some tens of milliseconds. */
const everyMs = 10_000;

export class HostCopy {
  readonly #state: RunState;
  readonly #needed = computesOnCard();
  #copy: TrainerState | null = null;
  #takenAt = 0;

  constructor(state: RunState) {
    this.#state = state;
  }

  /** Copies, if the last copy is old enough. The weights must be settled. */
  async take(): Promise<void> {
    if (!this.#needed || (this.#copy && performance.now() - this.#takenAt < everyMs)) return;
    const watch = new DeviceWatch();
    try {
      this.#copy = await watch.during(() => this.#state.save());
    } finally {
      watch.close();
    }
    this.#takenAt = performance.now();
  }

  /** The error to throw for one that ended the run. When the card failed, the copy is put back first. */
  after(error: unknown): unknown {
    if (!isDeviceLost(error) || !this.#copy) return error;
    this.#state.restore(this.#copy);
    const { epoch } = this.#copy;
    return new TrainingError(
      "device-lost",
      `fit: ${error.message.replace(/^The/, "the").replace(/\.$/, "")}; model and optimizer are as they were before epoch ${epoch}.`,
      {
        remedy: `Save the model, or choose another backend (\`await useBackend("wasm")\`) and call fit again as before: it continues with epoch ${epoch}.`,
        cause: error,
      },
    );
  }
}
