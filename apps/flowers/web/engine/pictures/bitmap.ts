/** Between tensors' values, canvases and bitmaps. */
import type { PlotImage } from "@flowers/plot";
import { drawingOn } from "./canvas";

/** A bitmap of RGB or grey values 0 to 255, `[height, width, channels]`. */
export function toBitmap(image: PlotImage): Promise<ImageBitmap> {
  return createImageBitmap(toImageData(image));
}

/** The bytes of a PNG file. */
export async function toPng(image: PlotImage): Promise<Blob> {
  const context = drawingOn(image.width, image.height);
  context.putImageData(toImageData(image), 0, 0);
  return context.canvas.convertToBlob({ type: "image/png" });
}

function toImageData({ data, width, height, channels }: PlotImage): ImageData {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0, from = 0; i < pixels.length; i += 4, from += channels) {
    for (let c = 0; c < 3; c++) pixels[i + c] = data[from + (channels === 1 ? 0 : c)] ?? 0;
    pixels[i + 3] = 255;
  }
  return new ImageData(pixels, width, height);
}
