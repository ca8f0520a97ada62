// The committed WebAssembly is what the AssemblyScript sources compile to.
import { readFile } from "node:fs/promises";
import { moduleSource } from "@flowers-tools/build/kernels";
import { expect, it } from "vitest";

it("is up to date with kernels/*.ts", async () => {
  const { path, text } = await moduleSource("backend");
  expect(await readFile(path, "utf8")).toBe(text);
});
