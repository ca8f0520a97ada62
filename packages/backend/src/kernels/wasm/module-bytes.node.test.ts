// The committed WebAssembly is what the AssemblyScript sources compile to.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

it("is up to date with kernels/*.ts", { timeout: 120_000 }, async () => {
  const builder = new URL("../../../kernels/build.mjs", import.meta.url).href;
  const { moduleSource } = (await import(/* @vite-ignore */ builder)) as {
    readonly moduleSource: () => Promise<string>;
  };
  const committed = await readFile(new URL("./module-bytes.ts", import.meta.url), "utf8");
  expect(committed).toBe(await moduleSource());
});
