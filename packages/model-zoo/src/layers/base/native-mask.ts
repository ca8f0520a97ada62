/**
 * Dropout masks drawn by TensorFlow itself on the native backend, on all cores: StatelessRandomUniform, which is what Keras runs, so
 * they are {@link dropoutMask}'s to the bit. Found by feature, never imported.
 */
import * as tf from "@tensorflow/tfjs";
import { reducedSeed, type SeedPair } from "@flowers/random";

interface NativeBackend {
  readonly binding: { TF_ATTR_TYPE: number; TF_FLOAT: number; TF_INT32: number };
  executeSingleOutput(
    name: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly tf.TensorInfo[],
  ): tf.Tensor;
}

interface MaskAttributes {
  readonly shape: readonly number[];
  readonly seed: SeedPair;
}

const kernelName = "FlowersStatelessUniform";

function register(): void {
  if (tf.getKernel(kernelName, "tensorflow") !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ attrs, backend }) => {
      const native = backend as unknown as NativeBackend;
      const { shape, seed } = attrs as unknown as MaskAttributes;
      const { TF_ATTR_TYPE: type, TF_FLOAT, TF_INT32 } = native.binding;
      const size = tf.tensor1d([...shape], "int32");
      const pair = tf.tensor1d([...reducedSeed(seed)], "int32");
      const attributes = [
        { name: "dtype", type, value: TF_FLOAT },
        { name: "T", type, value: TF_INT32 },
        { name: "Tseed", type, value: TF_INT32 },
      ];
      const drawn = native.executeSingleOutput("StatelessRandomUniform", attributes, [size, pair]);
      tf.dispose([size, pair]);
      return drawn;
    },
  });
}

/**
 * A mask of 0 and `1 / (1 - rate)`, float32 of a shape; the caller owns it. Null where the backend is not native TensorFlow, and
 * the mask is drawn on the host.
 *
 * @param rate from 0 up to but not 1
 */
export function drawNativeMask(
  shape: readonly number[],
  { seed, rate }: { readonly seed: SeedPair; readonly rate: number },
): tf.Tensor | null {
  if (tf.getBackend() !== "tensorflow") return null;
  register();
  return tf.tidy(() => {
    const attributes = { shape: [...shape], seed: [...seed] } as unknown as tf.NamedAttrMap;
    const uniform = tf.engine().runKernel(kernelName, {}, attributes) as tf.Tensor;
    const isKept = tf.greaterEqual(uniform, tf.scalar(Math.fround(rate)));
    return tf.mul(tf.cast(isKept, "float32"), tf.scalar(Math.fround(1 / (1 - rate))));
  });
}
