/**
 * Gradient of relu in one pass, on wasm only; stock tfjs composes it of step, cast and multiply.
 *
 *     dx[i] = x[i] > 0 ? dy[i] : 0
 */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { addKernel, input, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const kernelName = "FlowersReluGrad";

const kernel: Kernel = (call) => {
  const { backend } = call;
  const dy = input(call, "dy");
  const x = input(call, "x");
  const dx = backend.makeOutput(x.shape, "float32");
  kernelModule(backend).reluGrad(
    address(backend, x),
    address(backend, dy),
    address(backend, dx),
    tf.util.sizeFromShape(x.shape),
  );
  return dx;
};

function reluGrad(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(kernelName, { dy, x });
}

/** Registers the kernel, its own gradient, and relu's gradient, which on every other backend stays tfjs's. */
export function registerReluGrad(): void {
  addKernel(kernelName, kernel);
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (ddx, saved) => {
      const [x] = saved as [tf.Tensor];
      return { dy: () => reluGrad(ddx as tf.Tensor, x), x: () => tf.zerosLike(x) };
    },
  });
  const stock = tf.getGradient("Relu");
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [tf.Tensor];
      if (tf.getBackend() !== "wasm" || x.dtype !== "float32") {
        return stock.gradFunc(dy, saved, attrs);
      }
      return { x: () => reluGrad(dy as tf.Tensor, x) };
    },
  });
}
