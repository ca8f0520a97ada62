/** The worker that trains. */
import { isTransferKind } from "../../tutorial/model-kinds";
import type { ModelRecord, Training } from "./contract";
import { exposeTold } from "./expose-told";
import { Gate } from "./run/gate";
import { sentences } from "./sentences";
import { computingLock } from "./transfer/features-told";

let gate: Gate | null = null;

const training: Training = {
  async backends() {
    const { diagnoseBackends } = await import("@flowers/backend");
    return (await diagnoseBackends())
      .filter(({ name }) => name !== "tensorflow") // Node's
      .map(({ name, available, detail, remedy, warning }) => ({
        name,
        works: available,
        detail: sentences(detail, remedy, warning),
      }));
  },

  async train(kind, settings, onEvent) {
    if (gate) throw new Error("A model is being trained already: wait for it, or stop it.");
    gate = new Gate();
    try {
      const { train } = await import("./run/train");
      const held = gate;
      const work = (): Promise<ModelRecord> => train(kind, settings, held, onEvent);
      // A head waits for features; a whole network has the processor to itself.
      if (isTransferKind(kind)) return await work();
      return await navigator.locks.request(computingLock, work);
    } finally {
      gate = null;
    }
  },

  pause: () => Promise.resolve(gate?.hold()),
  continue: () => Promise.resolve(gate?.open()),
  keep: () => Promise.resolve(gate?.askToSave()),
  stop: () => Promise.resolve(gate?.stop()),
};

exposeTold(training);
