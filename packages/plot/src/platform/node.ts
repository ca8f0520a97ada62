/** Node: the bundled DejaVu Sans, and resvg as WebAssembly. No DOM, no canvas, no font of the machine. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import type * as ResvgLibrary from "@resvg/resvg-wasm";

const require = createRequire(import.meta.url);
let font: Promise<Uint8Array> | undefined;
let ready: Promise<typeof ResvgLibrary> | undefined;

/** The bytes of DejaVu Sans; read once. */
export function loadFont(): Promise<Uint8Array | undefined> {
  font ??= readFile(require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
  return font;
}

/** Draws with resvg; the same bytes on every machine. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  ready ??= loadResvg();
  const { Resvg } = await ready;
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: [] },
  });
  try {
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

async function loadResvg(): Promise<typeof ResvgLibrary> {
  const resvg = await import("@resvg/resvg-wasm");
  await resvg.initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return resvg;
}
