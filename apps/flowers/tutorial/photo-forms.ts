/** Forms of a photo that are as good photos of the same thing, without a draw of chance: few photos become more. */
import * as tf from "@tensorflow/tfjs";

/** The middle of a photo has this share of its height and width. */
const middle = 0.8;

class PhotoForm extends tf.layers.Layer {
  /** @nocollapse */
  static readonly className: string = "PhotoForm";

  constructor(
    private readonly share: number,
    private readonly isMirrored: boolean,
  ) {
    super({});
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const images = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tidy(() => {
      const seen = this.share === 1 ? images : middleOf(images, this.share);
      return this.isMirrored ? tf.reverse(seen, 2) : seen;
    });
  }
}

/** The middle of each image, enlarged to the image's size (bilinear). */
function middleOf(images: tf.Tensor4D, share: number): tf.Tensor4D {
  const [batch, height, width] = images.shape;
  const edge = (1 - share) / 2;
  const box = [edge, edge, 1 - edge, 1 - edge];
  const boxes = tf.tensor2d(Array.from({ length: batch }, () => box));
  const each = tf.range(0, batch, 1, "int32") as tf.Tensor1D;
  return tf.image.cropAndResize(images, boxes, each, [height, width]);
}

/** In this order a photo is trained on: as it is, as its mirror image, and its middle likewise. */
const forms: readonly { readonly name: string; readonly layer: tf.layers.Layer | null }[] = [
  { name: "as it is", layer: null },
  { name: "as its mirror image", layer: new PhotoForm(1, true) },
  { name: "as its middle", layer: new PhotoForm(middle, false) },
  { name: "as its middle's mirror image", layer: new PhotoForm(middle, true) },
];

/** How many there are. */
export const formCount = forms.length;

/** What each of the first forms is, for people. */
export function formNames(count: number): readonly string[] {
  return forms.slice(0, count).map(({ name }) => name);
}

/** Makes a form of photos, in `extractFeatures`; empty for the photos themselves. */
export function layersOf(form: number): readonly tf.layers.Layer[] {
  const layer = forms[form]?.layer;
  return layer ? [layer] : [];
}
