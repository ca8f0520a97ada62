import { cp, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type Options } from "tsup";
import { library } from "@flowers-tools/build";

const require = createRequire(import.meta.url);

/** Puts libjpeg-turbo's prebuilt binaries beside the code; src/platform/node/decode/jpeg-turbo.ts says why. */
async function copyJpegTurbo(): Promise<void> {
  const binaries = join(dirname(require.resolve("@julusian/jpeg-turbo/package.json")), "prebuilds");
  for (const name of await readdir(binaries)) {
    await cp(join(binaries, name), join("dist", "jpeg-turbo", name), { recursive: true });
  }
}

/** Puts libavif beside the code: of icodec, which holds encoders too, the AVIF decoder alone. */
async function copyAvif(): Promise<void> {
  const codecs = dirname(require.resolve("icodec/avif-dec.wasm"));
  for (const name of ["avif-dec.js", "avif-dec.wasm"]) {
    await cp(join(codecs, name), join("dist", "avif", name));
  }
}

export default defineConfig({
  ...(library([
    "src/index.ts",
    "src/platform/node.ts",
    "src/platform/node-decode-worker.ts",
    "src/platform/browser.ts",
    "src/platform/browser-decode-worker.ts",
  ]) as Options),
  onSuccess: async () => {
    await Promise.all([copyJpegTurbo(), copyAvif()]);
  },
});
