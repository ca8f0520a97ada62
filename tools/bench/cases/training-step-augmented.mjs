// The tutorial's second network: flip, rotation and zoom in front, dropout behind.
import { inNode, kerasBothWays } from "../src/peers.mjs";

/** @type {import("../src/contract").BenchCase} */
export const bench = {
  title:
    "Training of the tutorial's network with augmentation and dropout (180x180x3, batch 32, Adam), without the first batch.",
  unit: "images",
  prepare: ({ quick }) => {
    const [many, few] = quick ? [1, 1] : [10, 4];
    return {
      peers: [
        inNode("flowers, native TensorFlow", "training.mjs", ["tensorflow", many, "augmented"]),
        inNode("flowers, WebAssembly", "training.mjs", ["wasm", few, "augmented"]),
        ...kerasBothWays("training.py", [many, "augmented"]),
      ],
    };
  },
};
