/** Whom tensors belong to: what a layer returns is the caller's own, even when nothing was changed. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import { ImageLayer } from "./image-layer";

/** Hands on what it is given, wherever it may. */
class PassOn extends ImageLayer<null> {
  static readonly className = "PassOn";
  override draw(): null {
    return null;
  }
  override transformImages(images: tf.Tensor4D): tf.Tensor4D {
    return images;
  }
  override transformLabels(labels: tf.Tensor): tf.Tensor {
    return labels;
  }
  override transformMasks(masks: tf.Tensor4D): tf.Tensor4D {
    return masks;
  }
  protected override ownConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

describeOnBackends("what a layer returns", () => {
  for (const training of [true, false]) {
    it(`can be disposed without harm to what it was given, training: ${training}`, async () => {
      const layer = new PassOn();
      for (const shape of [
        [2, 2, 2, 1],
        [2, 2, 2],
      ]) {
        const [images, labels, segmentationMasks] = [
          tf.fill(shape, 3),
          tf.ones([2, 2]),
          tf.ones(shape),
        ];
        await expectNoLeak(() => {
          tf.dispose(layer.applyToBatch({ images, labels, segmentationMasks }, { training }));
          tf.dispose(layer.apply(images, { training }) as tf.Tensor);
        });
        expect(new Set(await images.data())).toEqual(new Set([3]));
        expect(labels.isDisposed || segmentationMasks.isDisposed).toBe(false);
        tf.dispose([images, labels, segmentationMasks]);
      }
    });
  }
});
