/** Browser: text stays text, drawn by the page's fonts, and a canvas makes the PNG. */
import type { FallbackFonts } from "./contract";

/** No font is loaded: the browser measures and draws text. */
export function loadFont(): Promise<Uint8Array | undefined> {
  return Promise.resolve(undefined);
}

/** None is needed: the browser finds a font for every character itself. */
export function findFallbackFonts(): Promise<FallbackFonts> {
  return Promise.resolve({ fonts: [], missing: new Set() });
}

/** Draws with the browser's own SVG renderer. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser gives no 2d canvas context");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null)
      throw new Error(`this browser cannot make a ${canvas.width} x ${canvas.height} picture`);
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
