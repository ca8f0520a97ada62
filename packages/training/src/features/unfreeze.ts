/** Fine-tuning: a pretrained base learns along with the head, from one of its layers on. */
import type * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { refuseUnknown } from "../names";
import { runOutsideTraining } from "../step/inference-layers";
import { innerLayers, isContainer } from "../step/layers";
import { requireModel, requireOptions } from "../require-model";

/** Options of {@link unfreeze}. */
export interface UnfreezeOptions {
  /** Name of the first layer that learns; those before it stay frozen. Default: all learn. */
  readonly from?: string;
}

/** Every layer in a base, models and wrappers opened. */
function within(layer: tf.layers.Layer): readonly tf.layers.Layer[] {
  const inner = isContainer(layer) ? layer.layers : innerLayers(layer);
  return [layer, ...inner.flatMap(within)];
}

/**
 * Unfreezes a base from a layer on, in whatever model it stands, as Keras's guide to fine-tuning does: `base.trainable = True`,
 * the first layers frozen again, and the base called with `training=False`. Batch normalization therefore keeps to its
 * averages and does not move them, while its scale and shift learn; dropout inside the base drops nothing.
 *
 * Train the head first, and then compile the whole model anew with a small learning rate. Holds for the trainer of this
 * package in this process: call it again after loading a model.
 *
 * @throws TrainingError `unknown-name` if the base has no layer `from`
 *
 * @example
 * ```ts
 * unfreeze(base, { from: "block6a_expand_conv" });
 * await compile(model, { optimizer: new Adam({ learningRate: 1e-4 }), loss }).fit(train, { epochs: 5 });
 * ```
 */
export function unfreeze(base: tf.LayersModel, options: UnfreezeOptions = {}): void {
  requireModel("unfreeze", base);
  requireOptions("unfreeze", options);
  const { from, ...unknown } = options;
  refuseUnknown("unfreeze", unknown, ["from"]);
  const first = from === undefined ? 0 : base.layers.findIndex(({ name }) => name === from);
  if (first < 0)
    throw new TrainingError(
      "unknown-name",
      `unfreeze: "${base.name}" has no layer "${from}". Its layers: ${base.layers.map(({ name }) => name).join(", ")}.`,
    );
  base.trainable = true;
  base.layers.forEach((layer, i) => {
    for (const each of within(layer)) {
      runOutsideTraining(each);
      if (!isContainer(each)) each.trainable = i >= first;
    }
    if (isContainer(layer)) layer.trainable = true;
  });
}
