/** What the pretrained network sees in a photo: the features that those of the imported pictures are compared with. */
import { loadImage } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { transferImageSize } from "../transfer/feature-file";
import { pretrainedNetwork } from "../transfer/pretrained-network";

let network: Promise<tf.LayersModel> | null = null;

/** Loaded when it is first asked, and kept. */
function pretrained(): Promise<tf.LayersModel> {
  if (network === null) {
    network = pretrainedNetwork();
    network.catch(() => (network = null));
  }
  return network;
}

/** The features of one photo. Keeps no tensor of its own. */
export async function featuresOf(photo: Blob): Promise<Float32Array> {
  const base = await pretrained();
  const { data, width, height, channels } = await loadImage(photo, {
    targetSize: [transferImageSize, transferImageSize],
    interpolation: "bilinear",
  });
  const features = tf.tidy(
    () =>
      base.apply(tf.tensor4d(Float32Array.from(data), [1, height, width, channels]), {
        training: false,
      }) as tf.Tensor,
  );
  try {
    return Float32Array.from(await features.data());
  } finally {
    features.dispose();
  }
}
