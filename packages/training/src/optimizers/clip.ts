/** Keras's three ways of clipping gradients. */
import * as tf from "@tensorflow/tfjs";

interface ClipOptions {
  readonly clipnorm?: number | null;
  readonly globalClipnorm?: number | null;
  readonly clipvalue?: number | null;
}

/**
 * `clipnorm`: `g c / max(|g|, c)` for each gradient; `globalClipnorm`: `g c min(1 / |G|, 1 / c)` with the norm of all;
 * `clipvalue`: each entry into `[-c, c]`. Without one, the gradients themselves.
 */
export function clipGradients(
  gradients: readonly (tf.Tensor | null)[],
  { clipnorm, globalClipnorm, clipvalue }: ClipOptions,
): readonly (tf.Tensor | null)[] {
  const map = (clip: (gradient: tf.Tensor) => tf.Tensor): (tf.Tensor | null)[] =>
    gradients.map((gradient) => gradient && clip(gradient));
  if (typeof clipnorm === "number") {
    return map((g) =>
      tf.div(tf.mul(g, clipnorm), tf.maximum(tf.sqrt(tf.sum(tf.square(g))), clipnorm)),
    );
  }
  if (typeof globalClipnorm === "number") {
    const present = gradients.filter((gradient) => gradient !== null);
    const norm = tf.sqrt(tf.addN(present.map((gradient) => tf.sum(tf.square(gradient)))));
    const scale = tf.mul(globalClipnorm, tf.minimum(tf.div(1, norm), 1 / globalClipnorm));
    return map((g) => tf.mul(g, scale));
  }
  if (typeof clipvalue === "number") return map((g) => tf.clipByValue(g, -clipvalue, clipvalue));
  return gradients;
}
