// Ours: flip, rotation and zoom of one batch in memory. Arguments: backend, calls per sample, layers | pipeline.
import { geometricPipeline, randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";
import { useBackend } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";
import { serve, timed } from "./serve.mjs";

const [backend, calls, form] = process.argv.slice(2);
const { description } = await useBackend(backend);
const layers = [
  randomFlip({ mode: "horizontal", seed: 1 }),
  randomRotation({ factor: 0.1, seed: 2 }),
  randomZoom({ heightFactor: 0.1, seed: 3 }),
];
const chain = form === "pipeline" ? [geometricPipeline(layers)] : layers;
const images = tf.randomUniform([32, 180, 180, 3], 0, 255);

/** One call of all layers, as a model makes it; the result is read so that no work is left undone. */
async function augment() {
  const output = tf.tidy(() =>
    chain.reduce((current, layer) => layer.apply(current, { training: true }), images),
  );
  await output.data();
  output.dispose();
  return images.shape[0];
}

await serve({ backend: description }, async () => ({
  "": await timed(async () => {
    let items = 0;
    for (let i = 0; i < Number(calls); i++) items += await augment();
    return items;
  }),
}));
