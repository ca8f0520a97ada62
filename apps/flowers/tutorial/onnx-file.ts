/** Models as ONNX files, with their class names and what is to be done before and after. */
import { toOnnx } from "@flowers/keras-format";
import type * as tf from "@tensorflow/tfjs";
import { temperatureOf } from "./class-names";

/** The bytes of an ONNX file; onnxruntime gives the numbers of the model's own last layer. */
export async function toOnnxFile(
  model: tf.LayersModel,
  classNames: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const [, height, width] = model.inputs[0]?.shape ?? [];
  const preprocessing = [
    `float32 [batch, ${height}, ${width}, 3]: RGB from 0 to 255, the picture resized to ${width} x ${height}.`,
    answersProbabilities(model)
      ? "The output is the probability of each class."
      : `The output are logits: softmax(output / ${temperatureOf(model)}) is the probability of each class.`,
  ].join(" ");
  return (await toOnnx(model, { classNames, preprocessing })) as Uint8Array<ArrayBuffer>;
}

/** Whether the last layer's activation makes probabilities of its sums. */
function answersProbabilities(model: tf.LayersModel): boolean {
  const activation = model.layers.at(-1)?.getConfig()["activation"];
  return activation === "softmax" || activation === "sigmoid";
}
