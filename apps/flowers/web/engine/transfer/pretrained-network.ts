/** The network that others have trained, which sees in every picture what a head learns from. */
import { efficientNetLite0 } from "@flowers/model-zoo";
import type * as tf from "@tensorflow/tfjs";
import { transferImageSize } from "./feature-file";

/** Pictures to features. The caller disposes it. */
export function pretrainedNetwork(): Promise<tf.LayersModel> {
  return efficientNetLite0({
    imageSize: [transferImageSize, transferImageSize],
    weights: "imagenet",
    pooling: "avg",
  });
}
