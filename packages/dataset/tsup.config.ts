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

export default defineConfig({
  ...(library([
    "src/index.ts",
    "src/platform/node.ts",
    "src/platform/node-decode-worker.ts",
    "src/platform/browser.ts",
    "src/platform/browser-decode-worker.ts",
  ]) as Options),
  onSuccess: copyJpegTurbo,
});
