/**
 * The gradient of relu as TensorFlow's own op:  dx = dy where x > 0, else 0.
 *
 * tfjs computes it as dy * step(cast(x)), six element-wise ops on native TensorFlow, which took more of a training step
 * than the convolutions. Other backends keep tfjs's own gradient.
 */
import * as tf from "@tensorflow/tfjs";
import { requiredInput, typeAttribute, type NodeBackend } from "./node-backend";

const reluGrad = "ReluGrad";

/** Registers the kernel, the gradient of relu that uses it, and its own gradient (for second derivatives). */
export function registerReluGrad(): void {
  tf.registerKernel({
    kernelName: reluGrad,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend }) => {
      const native = backend as unknown as NodeBackend;
      const dy = requiredInput(inputs, "dy");
      return native.executeSingleOutput(
        reluGrad,
        [typeAttribute(native, "T", dy.dtype)],
        [dy, requiredInput(inputs, "x")],
      );
    },
  });

  tf.registerGradient({
    kernelName: reluGrad,
    inputsToSave: ["x"],
    gradFunc: (dy, saved) => {
      const [x] = saved as [tf.Tensor];
      return { dy: () => runReluGrad(dy as tf.Tensor, x), x: () => tf.zerosLike(x) };
    },
  });

  const stock = tf.getGradient("Relu");
  tf.unregisterGradient("Relu");
  tf.registerGradient({
    kernelName: "Relu",
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attributes) => {
      const [x] = saved as [tf.Tensor];
      return tf.getBackend() === "tensorflow" && x.dtype === "float32"
        ? { x: () => runReluGrad(dy as tf.Tensor, x) }
        : stock.gradFunc(dy, saved, attributes);
    },
  });
}

function runReluGrad(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(reluGrad, { dy, x });
}
