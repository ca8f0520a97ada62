/** Images as the functions of this package take them, told from anything else before they are used. */
import * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "../errors";
import { show } from "./arguments";

/** @throws AugmentationError `invalid-input` for what is no tensor of rank 4 */
export function requireImages(caller: string, images: unknown): void {
  if (images instanceof tf.Tensor && images.rank === 4) return;
  const received =
    images instanceof tf.Tensor
      ? `a tensor of shape [${(images as tf.Tensor).shape.join(", ")}]`
      : show(images);
  throw new AugmentationError(
    "invalid-input",
    `${caller}: expected images as a tensor of shape [batch, height, width, channels]. Received: ${received}`,
  );
}
