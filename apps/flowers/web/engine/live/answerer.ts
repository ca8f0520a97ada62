/** A trained model that answers to bitmaps, as fast as WebAssembly can. */
import { useBackend } from "@flowers/backend";
import { FrozenNetwork, toProbabilities } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { temperatureOf } from "../../../tutorial/class-names";
import { imageSizeOf } from "../../../tutorial/image-size";
import type { ModelKind } from "../contract";
import type { LiveModel } from "../contract/live";
import { drawingOn } from "../pictures/canvas";
import { fromFiles } from "../storage/model-files";
import { storedModelFiles } from "../storage/model-store";
import { finishedRun } from "../storage/run-store";

export interface Answerer extends LiveModel {
  /** One for each class, 0 to 1. Keeps no tensor; the frame stays open. */
  answer(frame: ImageBitmap): Promise<number[]>;
  dispose(): void;
}

/** @throws Error when there is no trained model of this kind */
export async function openAnswerer(kind: ModelKind): Promise<Answerer> {
  await useBackend("wasm").catch(() => useBackend("cpu"));
  const { classNames } = await finishedRun(kind);
  const model = await fromFiles(await storedModelFiles(kind));
  return answererOf(model, classNames);
}

/** Owns the model from now on. */
export function answererOf(model: tf.LayersModel, classNames: readonly string[]): Answerer {
  const [height, width] = imageSizeOf(model);
  const network = new FrozenNetwork(model);
  const temperature = temperatureOf(model);
  return {
    classNames,
    side: Math.max(height, width),
    answer: async (frame) => {
      const pixels = pixelsOf(frame);
      const probabilities = tf.tidy(() => {
        // As the loader makes a photo fit: bilinear with half-pixel centers, its shape not kept.
        const image = tf.tensor4d(pixels, [1, frame.height, frame.width, 3]);
        const fits = frame.height === height && frame.width === width;
        const output = network.run(
          fits ? image : tf.image.resizeBilinear(image, [height, width], false, true),
        ) as tf.Tensor2D;
        return toProbabilities(model, output, { temperature });
      });
      const values = await probabilities.data();
      probabilities.dispose();
      return [...values];
    },
    dispose: () => {
      network.dispose();
      model.dispose();
    },
  };
}

let context: OffscreenCanvasRenderingContext2D | null = null;

/** RGB values 0 to 255, row by row. */
function pixelsOf(frame: ImageBitmap): Float32Array {
  const { width, height } = frame;
  if (context?.canvas.width !== width || context.canvas.height !== height)
    context = drawingOn(width, height, { willReadFrequently: true });
  context.drawImage(frame, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Float32Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    values[to++] = data[from] ?? 0;
    values[to++] = data[from + 1] ?? 0;
    values[to++] = data[from + 2] ?? 0;
  }
  return values;
}
