/** What an optimizer trains. */
import type * as tf from "@tensorflow/tfjs";

/** A weight of a model, as tfjs keeps it: `write` applies the weight's constraint. */
export type Weight = tf.LayersModel["trainableWeights"][number];
