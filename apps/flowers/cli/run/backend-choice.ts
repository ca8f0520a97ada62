/** What `--backend` takes, and what people call it. */
export const backendNames = ["auto", "tensorflow", "wasm", "cpu"] as const;
export type BackendChoice = (typeof backendNames)[number];

export const backendLabels: Readonly<Record<string, string>> = {
  tensorflow: "native TensorFlow",
  webgpu: "WebGPU",
  webgl: "WebGL",
  wasm: "WebAssembly",
  cpu: "plain JavaScript",
};
