/** Bitmaps from a worker, drawn once on canvases that live as long as they are shown. */

/** Draws the bitmap on a canvas of its own size and closes it. */
export function drawn(bitmap: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}
