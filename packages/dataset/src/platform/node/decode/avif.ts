/**
 * AVIF by libavif in WebAssembly, the decoder of Pillow and of browsers: icodec's build of it, which the build puts into
 * this package's `dist`. Not by sharp, whose libheif repeats chroma where libavif interpolates it.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readAvifOrientation } from "../../../decode/avif-orientation";
import { orient } from "../../../decode/exif";
import { fromRgba } from "../../../decode/from-rgba";
import { type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";
import { asStillAvif } from "../../../decode/still-avif";

/** RGBA of 8 bits, or of `depth` bits in two bytes each; memory of its own. */
interface AvifPixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** The WebAssembly module, as Emscripten wraps it. */
interface AvifModule {
  /** The pixels, or in words why there are none. */
  decode(bytes: Uint8Array): AvifPixels | string;
  /** All of the module's memory. It grows and never shrinks. */
  readonly HEAPU8: Uint8Array;
}

interface AvifScript {
  readonly default: (options: {
    readonly wasmBinary: Uint8Array;
    readonly print: (text: string) => void;
    readonly printErr: (text: string) => void;
  }) => Promise<AvifModule>;
}

/** A module whose memory is larger after a picture is given up. */
const mostKeptBytes = 2 ** 28;

let loaded: Promise<AvifModule> | undefined;

/**
 * `dist/avif` of the package; where it is not built, as in tests, the development dependency that it comes from. Bundlers
 * follow what is resolved by name, and pass over what is missing only within `try`.
 */
function decoderFolder(): string {
  const require = createRequire(import.meta.url);
  try {
    const built = join(dirname(require.resolve("@flowers/dataset/package.json")), "dist", "avif");
    return existsSync(built) ? built : dirname(require.resolve("icodec/avif-dec.wasm"));
  } catch (cause) {
    throw new DecodeError("the AVIF decoder is missing: install @flowers/dataset again", { cause });
  }
}

async function load(): Promise<AvifModule> {
  // The module asks for this global function, which its own package would set, to make what it answers.
  const global = globalThis as { _icodec_ImageData?: unknown };
  global._icodec_ImageData ??= (
    data: AvifPixels["data"],
    width: number,
    height: number,
    depth: number,
  ): AvifPixels => ({ data, width, height, depth });
  const folder = decoderFolder();
  const { href } = pathToFileURL(join(folder, "avif-dec.js"));
  const script = (await import(/* @vite-ignore */ href)) as AvifScript;
  const quiet = (): void => undefined; // what fails is told by what `decode` answers or throws
  const wasmBinary = readFileSync(join(folder, "avif-dec.wasm"));
  return script.default({ wasmBinary, print: quiet, printErr: quiet });
}

/** Decodes an AVIF: of a sequence the still picture; turned as it says itself, which is not EXIF but part of the picture. */
export async function decodeAvif(bytes: Uint8Array, channels: Channels): Promise<RawImage> {
  const avif = await (loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  }));
  const { data, width, height, depth } = decodeWith(avif, asStillAvif(bytes));
  const rgba = depth > 8 ? toEightBits(new Uint16Array(data.buffer), depth) : data;
  const image = { data: fromRgba(rgba, channels), width, height, channels };
  const orientation = readAvifOrientation(bytes);
  return orientation === 1 ? image : orient(image, orientation);
}

function decodeWith(avif: AvifModule, bytes: Uint8Array): AvifPixels {
  let decoded: AvifPixels | string;
  try {
    decoded = avif.decode(bytes);
  } catch (cause) {
    loaded = undefined; // what it was at is not undone: the next picture gets a new one
    throw new DecodeError("invalid avif data: libavif gave up, or lacks memory", { cause });
  }
  if (avif.HEAPU8.length > mostKeptBytes) loaded = undefined;
  if (typeof decoded === "string") throw new DecodeError(`invalid avif data: ${decoded}`);
  return decoded;
}

/** Samples of `depth` bits as bytes, rounded. */
function toEightBits(samples: Uint16Array, depth: number): Uint8Array {
  const most = 2 ** depth - 1;
  return Uint8Array.from(samples, (sample) => Math.round((sample * 255) / most));
}
