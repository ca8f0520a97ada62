// The tutorial's plain network.
import { inNode, inStockNode, kerasBothWays } from "../src/peers.mjs";

/** @type {import("../src/contract").BenchCase} */
export const bench = {
  title:
    "Training of the tutorial's network (180x180x3, batch 32, Adam) on made-up batches in memory, without the first batch.",
  unit: "images",
  prepare: ({ quick }) => {
    const [many, few] = quick ? [1, 1] : [10, 4];
    return {
      peers: [
        inNode("flowers, native TensorFlow", "training.mjs", ["tensorflow", many, "plain"]),
        inNode("flowers, WebAssembly", "training.mjs", ["wasm", few, "plain"]),
        ...kerasBothWays("training.py", [many, "plain"]),
        inStockNode("stock tfjs-node", "stock-training.mjs", ["node", few]),
        inNode("stock tfjs wasm, with a filter gradient added", "stock-training.mjs", [
          "wasm",
          few,
        ]),
      ],
    };
  },
};
