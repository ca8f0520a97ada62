/** A bundle holds what is used of the tree, and not the rest. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["@flowers/source"],
    external: ["@tensorflow/*", "sharp", "detect-libc", "h5wasm", "node-api-headers", "#platform"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** Whether a bundle defines a class, however the bundler writes it. */
const defines = (code: string, name: string): boolean =>
  new RegExp(`class ${name}\\b|\\b${name} = class\\b`).test(code);

it("drops losses and callbacks that are not used", async () => {
  const all = await bundle(`import * as keras from "./index"; globalThis.k = { ...keras };`);
  const some = await bundle(
    `import * as keras from "./index"; globalThis.l = new keras.losses.Huber();`,
  );
  for (const name of ["Huber", "EarlyStopping", "TensorBoard", "Nadam"])
    expect(defines(all, name), name).toBe(true);
  expect(defines(some, "Huber")).toBe(true);
  for (const name of ["EarlyStopping", "TensorBoard", "Nadam"])
    expect(defines(some, name), name).toBe(false);
});
