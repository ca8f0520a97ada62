/** Keeps a file from asking for weights that it does not bring. */
import type * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "../errors";
import type { KerasLayer } from "../types";

/** Values that layers may ask for beyond what the file has, over a whole model, before they are refused: 16 MiB. */
export const slackValues = 4 * 1024 ** 2;

/** What is left of it. */
export interface Slack {
  left: number;
}

type AddWeight = (
  name: string,
  shape: (number | null)[],
  ...rest: readonly unknown[]
) => tf.LayerVariable;

/** What is protected in tfjs's types. */
type Adding = {
  addWeight: AddWeight;
  setFastWeightInitDuringBuild(value: boolean): void;
};

type Inner = {
  readonly cell?: tf.layers.Layer;
  readonly layer?: tf.layers.Layer;
  readonly forwardLayer?: tf.layers.Layer;
  readonly backwardLayer?: tf.layers.Layer;
};

function withinOf(layer: tf.layers.Layer): tf.layers.Layer[] {
  const { cell, layer: wrapped, forwardLayer, backwardLayer } = layer as Inner;
  const inner = [cell, wrapped, forwardLayer, backwardLayer].filter((each) => each !== undefined);
  return [layer, ...inner.flatMap(withinOf)];
}

/**
 * Has a new layer count the weights that it makes, so that sizes which the file only claims take no memory. A layer that asks for
 * a little more than the file has is told so later, with both shapes. The weights begin as zeros, for the file's take their place:
 * the orthogonal ones of a recurrent layer of 256 units would take tfjs three minutes.
 */
export function guardWeights(
  layer: tf.layers.Layer,
  { name, className, weights }: KerasLayer,
  slack: Slack,
): tf.layers.Layer {
  let left = weights.reduce((sum, { data }) => sum + data.length, 0);
  for (const inner of withinOf(layer)) {
    const each = inner as unknown as Adding;
    each.setFastWeightInitDuringBuild(true);
    const add = each.addWeight.bind(each);
    each.addWeight = (weightName, shape, ...rest) => {
      const wanted = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
      const over = Math.max(0, wanted - left);
      left = Math.max(0, left - wanted);
      slack.left -= over;
      if (!(slack.left >= 0)) {
        throw new KerasFormatError(
          "mismatch",
          `toLayersModel: layer "${name}" (${className}) expects a weight of shape [${shape.join(", ")}], which is more than the file has.`,
        );
      }
      return add(weightName, shape, ...rest);
    };
  }
  return layer;
}
