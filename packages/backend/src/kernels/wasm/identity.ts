/**
 * `Identity`, and `Cast` to the type that is there already, without a copy: the result shares the memory of its source, as it
 * does on tfjs's other backends, and the backend counts who holds it. tfjs-backend-wasm's kernels copy every value.
 */
import { input, replaceKernel, type Kernel, type KernelCall } from "./kernel";

function shared(call: KernelCall): ReturnType<Kernel> {
  const { dataId, shape, dtype } = input(call, "x");
  call.backend.incRef(dataId);
  return { dataId, shape, dtype };
}

/** Replaces both kernels for wasm. */
export function registerIdentity(): void {
  replaceKernel("Identity", () => shared);
  replaceKernel(
    "Cast",
    (stock) => (call) =>
      input(call, "x").dtype === call.attrs["dtype"] ? shared(call) : stock(call),
  );
}
