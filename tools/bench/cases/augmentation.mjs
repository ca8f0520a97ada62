// The tutorial's three augmentation layers by themselves.
import { inNode, inPython } from "../src/peers.mjs";

/** @type {import("../src/contract").BenchCase} */
export const bench = {
  title:
    "RandomFlip, RandomRotation(0.1) and RandomZoom(0.1) of one batch of 32 images of 180x180x3, the result read.",
  unit: "images",
  prepare: ({ quick }) => {
    const calls = quick ? 1 : 10;
    return {
      peers: [
        ...["tensorflow", "wasm", "cpu"].flatMap((backend) => [
          inNode(`flowers, ${backend}`, "augmentation.mjs", [backend, calls, "layers"]),
          inNode(`flowers, ${backend}, one resampling`, "augmentation.mjs", [
            backend,
            calls,
            "pipeline",
          ]),
        ]),
        inPython("Keras, as a graph", "augmentation.py", [calls, "graph"]),
        inPython("Keras, eager", "augmentation.py", [calls, "eager"]),
      ],
    };
  },
};
