/** The size of the pictures that a model takes. */
import type * as tf from "@tensorflow/tfjs";

/** @throws Error when it takes pictures of any size */
export function imageSizeOf(model: tf.LayersModel): readonly [height: number, width: number] {
  const [, height, width] = model.inputs[0]?.shape ?? [];
  if (!height || !width) throw new Error("This model has no fixed input size.");
  return [height, width];
}
