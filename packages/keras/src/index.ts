/**
 * Keras's module tree over this family of packages: `import * as keras from "@flowers/keras"`, then `keras.layers.conv2d`,
 * `keras.losses.SparseCategoricalCrossentropy`, `keras.utils.imageDatasetFromDirectory` and so on. What is reached here by
 * habit computes Keras's numbers; TensorFlow.js's own layers and `model.fit` do not.
 *
 * There is no code of its own behind the names, but for two things: importing the package chooses a backend (`set-up.ts`),
 * and `models.loadModel` tells the reader of `.keras` files which layers there are.
 */
import "./set-up";

export * as applications from "./applications";
export * as callbacks from "./callbacks";
export * as constraints from "./constraints";
export * as initializers from "./initializers";
export * as layers from "./layers";
export * as losses from "./losses";
export * as metrics from "./metrics";
export * as models from "./models";
export * as optimizers from "./optimizers";
export * as random from "./random";
export * as regularizers from "./regularizers";
export * as utils from "./utils";
export { activations } from "@flowers/model-zoo";
export { useBackend } from "@flowers/backend";
export { classify, compile, summary } from "@flowers/training";
export { input, model, sequential } from "@tensorflow/tfjs";
