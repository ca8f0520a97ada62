/** The inner loop of bilinear sampling as WebAssembly with SIMD (`kernels/blend.ts` beside `src`, equation there). */
import { plainModule } from "./module-bytes";

/** `blendRow(us, vs, count, image, out, rowBytes, lastX, lastY)`: addresses and sizes in bytes, `us` and `vs` float32. */
export type BlendRow = (
  us: number,
  vs: number,
  count: number,
  image: number,
  out: number,
  rowBytes: number,
  lastX: number,
  lastY: number,
) => void;

let compiled: WebAssembly.Module | null | undefined;

/** The compiled module; null where WebAssembly or its SIMD instructions do not exist. */
function blendModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    const bytes = Uint8Array.from(atob(plainModule), (letter) => letter.charCodeAt(0));
    const possible = typeof WebAssembly === "object" && WebAssembly.validate(bytes);
    compiled = possible ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

const instances = new WeakMap<WebAssembly.Memory, BlendRow>();

/** The row blender over a memory; null where the machine cannot run it. */
export function blenderFor(memory: WebAssembly.Memory): BlendRow | null {
  const known = instances.get(memory);
  if (known) return known;
  const module = blendModule();
  if (!module) return null;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const blendRow = exports["blendRow"] as BlendRow;
  instances.set(memory, blendRow);
  return blendRow;
}
