/** What a network sees in one photo: features to be compared with those of the training pictures. */
import { loadImage } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { imageSizeOf } from "../../../tutorial/image-size";

/** Reads the photo as the training pictures were read. Keeps no tensor of its own. */
export async function featuresOf(network: tf.LayersModel, photo: Blob): Promise<Float32Array> {
  const { data, width, height, channels } = await loadImage(photo, {
    targetSize: [...imageSizeOf(network)],
    interpolation: "bilinear",
  });
  const features = tf.tidy(
    () =>
      network.apply(tf.tensor4d(Float32Array.from(data), [1, height, width, channels]), {
        training: false,
      }) as tf.Tensor,
  );
  try {
    return Float32Array.from(await features.data());
  } finally {
    features.dispose();
  }
}
