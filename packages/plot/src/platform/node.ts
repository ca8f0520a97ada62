/** Node: the bundled DejaVu Sans, and resvg as WebAssembly. No DOM, no canvas. */
import type * as ResvgLibrary from "@resvg/resvg-wasm";
import type { FallbackFonts } from "./contract";
import { readPackageFile } from "./node/package-files";
import { findFonts } from "./node/system-fonts";

let font: Promise<Uint8Array> | undefined;
let ready: Promise<typeof ResvgLibrary> | undefined;
const named = new Set<string>();

/** The bytes of DejaVu Sans; read once. */
export function loadFont(): Promise<Uint8Array | undefined> {
  font ??= readPackageFile("./fonts/DejaVuSans.ttf");
  return font;
}

/** The bundled font, then the machine's; a warning names what none of them has. */
export async function findFallbackFonts(characters: ReadonlySet<string>): Promise<FallbackFonts> {
  if (characters.size === 0) return { fonts: [], missing: new Set() };
  const { fonts, missing } = await findFonts(characters);
  const unnamed = missing.filter((character) => !named.has(character));
  if (unnamed.length > 0) {
    for (const character of unnamed) named.add(character);
    process.emitWarning(
      `No font of this machine has ${unnamed.map((character) => JSON.stringify(character)).join(", ")}, drawn as boxes; pass one that has as toPng({ fonts: [bytes] }).`,
      { type: "PlotWarning", code: "FLOWERS_PLOT_GLYPHS" },
    );
  }
  const bundled = await loadFont();
  return { fonts: bundled === undefined ? fonts : [bundled, ...fonts], missing: new Set(missing) };
}

/** Draws with resvg; the same picture and fonts give the same bytes on every machine. */
export async function rasterize(
  svg: string,
  scale: number,
  fonts: readonly Uint8Array[],
): Promise<Uint8Array> {
  ready ??= loadResvg();
  const { Resvg } = await ready;
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: [...fonts] },
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
  await resvg.initWasm(await readPackageFile("@resvg/resvg-wasm/index_bg.wasm"));
  return resvg;
}
