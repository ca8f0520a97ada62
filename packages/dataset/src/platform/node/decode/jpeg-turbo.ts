/**
 * libjpeg-turbo's binding: the prebuilt binaries of `@julusian/jpeg-turbo`, which the build puts into this package's `dist`.
 * That package itself is not a dependency: its install script, and the tree of build tools that the script would need
 * where no binary fits, make newer clients refuse the installation.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isNonGlibcLinuxSync } from "detect-libc";

/** What is used of the binding. */
export interface JpegTurbo {
  readonly FORMAT_RGB: number;
  readonly FORMAT_GRAY: number;
  /** Throws, without saying what, for libjpeg's warnings and errors alike. */
  decompressSync(
    image: Uint8Array,
    out: Uint8Array,
    options: { format: number },
  ): { readonly width: number; readonly height: number };
}

let turbo: JpegTurbo | null | undefined;

/** The binding, or null where no binary runs on this machine. */
export function jpegTurbo(): JpegTurbo | null {
  if (turbo === undefined) {
    try {
      const require = createRequire(import.meta.url);
      turbo = require(
        join(binariesFolder(require), binaryName(), "node-napi-v7.node"),
      ) as JpegTurbo;
    } catch {
      turbo = null;
    }
  }
  return turbo;
}

/** `dist/jpeg-turbo` of the package; where it is not built, as in tests, the development dependency that it comes from. */
function binariesFolder(require: NodeJS.Require): string {
  const built = join(
    dirname(require.resolve("@flowers/dataset/package.json")),
    "dist",
    "jpeg-turbo",
  );
  if (existsSync(built)) return built;
  return join(dirname(require.resolve("@julusian/jpeg-turbo/package.json")), "prebuilds");
}

/** The folder of this machine's binary. */
export function binaryName(): string {
  const libc = isNonGlibcLinuxSync() ? "-musl" : "";
  return `jpeg-turbo-${process.platform}-${process.arch}${libc}`;
}
