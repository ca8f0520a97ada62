/**
 * Matrix products with one transposed operand, a dense layer's two gradients; tfjs-backend-wasm runs them through a
 * scalar loop. Products without transposition stay with it.
 *
 *     transposeA: out[k, j] = sum over i of a[i, k] * b[i, j]; loop order: blocks of k by j, i innermost
 *     transposeB: out[i, k] = sum over j of a[i, j] * b[k, j]; loop order: k in twos, i in fours, j in fours
 */
import type * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

/** `[batch, rows, columns]` of a matrix or a batch of them. */
function matrices({ shape }: tf.TensorInfo): [number, number, number] {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return [shape.slice(0, -2).reduce((product, n) => product * n, 1), rows, columns];
}

const makeKernel =
  (stock: Kernel): Kernel =>
  (call) => {
    const { attrs, backend } = call;
    const a = input(call, "a");
    const b = input(call, "b");
    const { transposeA, transposeB } = attrs;
    const lead = a.shape.slice(0, -2);
    const sameBatch = String(lead) === String(b.shape.slice(0, -2));
    const oneTransposed = (transposeA === true) !== (transposeB === true);
    if (!oneTransposed || !sameBatch || a.dtype !== "float32" || b.dtype !== "float32") {
      return stock(call);
    }
    const [batch, aRows, aColumns] = matrices(a);
    const [, bRows, bColumns] = matrices(b);
    const shape = transposeA === true ? [aColumns, bColumns] : [aRows, bRows];
    const out = backend.makeOutput([...lead, ...shape], "float32");
    const kernels = kernelModule(backend);
    const [outRows = 0, outColumns = 0] = shape;
    for (let n = 0; n < batch; n++) {
      const from = address(backend, a) + n * aRows * aColumns * 4;
      const other = address(backend, b) + n * bRows * bColumns * 4;
      const to = address(backend, out) + n * outRows * outColumns * 4;
      if (transposeA === true) kernels.matmulTN(from, other, to, aRows, aColumns, bColumns);
      else kernels.matmulNT(from, other, to, aRows, bRows, aColumns);
    }
    return out;
  };

/** Replaces `BatchMatMul` for wasm. */
export function registerBatchMatMul(): void {
  replaceKernel("BatchMatMul", makeKernel);
}
