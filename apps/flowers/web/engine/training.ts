/** The worker that trains. */
import type { Training } from "./contract";
import { exposeTold } from "./expose-told";
import { Gate } from "./run/gate";
import { sentences } from "./sentences";

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
      return await train(kind, settings, gate, onEvent);
    } finally {
      gate = null;
    }
  },

  pause: () => Promise.resolve(gate?.hold()),
  continue: () => Promise.resolve(gate?.open()),
  stop: () => Promise.resolve(gate?.stop()),
};

exposeTold(training);
