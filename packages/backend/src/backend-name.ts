/** The backends that this package knows, and what it says of one that it passed over. */

/** A backend of TensorFlow.js. `tensorflow` is native TensorFlow, in Node only; `webgpu` and `webgl`, in the page only. */
export type BackendName = "tensorflow" | "webgpu" | "webgl" | "wasm" | "cpu";

/** A backend that was passed over: why, and what to do about it (one sentence each; `remedy` may be ""). */
export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: string;
  readonly remedy: string;
}

/** Every backend, fastest first. */
export const backendNames: readonly BackendName[] = [
  "tensorflow",
  "webgpu",
  "webgl",
  "wasm",
  "cpu",
];
