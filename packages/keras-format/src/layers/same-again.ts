/**
 * A tensor that a layer takes a second time. tfjs frees a tensor once as many uses are behind it as there are layers that take it,
 * so `add([x, x])` would free `x` before others have had it. No layer of Keras's: it is passed over when a model is described.
 */
import * as tf from "@tensorflow/tfjs";

export class SameAgain extends tf.layers.Layer {
  static readonly className = "KerasFormat>SameAgain";

  constructor(options: { readonly name?: string } = {}) {
    super(options);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.clone((Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor);
  }
}

tf.serialization.registerClass(SameAgain as never);

/** The tensors of a call, each of them another one. */
export function apart(layer: string, tensors: readonly tf.SymbolicTensor[]): tf.SymbolicTensor[] {
  return tensors.map((tensor, i) => {
    if (tensors.indexOf(tensor) === i) return tensor;
    const name = `${layer}_again_${tensor.id}`;
    return new SameAgain({ name }).apply(tensor) as tf.SymbolicTensor;
  });
}

/** The tensor that is taken, behind its stand-ins. */
export function original(tensor: tf.SymbolicTensor): tf.SymbolicTensor {
  const [from] = tensor.inputs;
  return tensor.sourceLayer instanceof SameAgain && from ? original(from) : tensor;
}
