// The weights of EfficientNet-Lite0, trained on ImageNet, as a file beside this module.

/**
 * Where the weights lie: a `file:` address in Node, the address of the bundled file in a page. Safetensors, float16, tensors
 * by Keras's names (`stem_conv/kernel`), without the 1,000 classes' last layer. `efficientNetLite0({ weights: "imagenet" })` of
 * `@flowers/model-zoo` finds it by itself.
 *
 * @example
 * ```ts
 * const base = await efficientNetLite0({ weights: imagenetWeights, pooling: "avg" });
 * ```
 */
export const imagenetWeights = new URL("../weights/imagenet.safetensors", import.meta.url);
