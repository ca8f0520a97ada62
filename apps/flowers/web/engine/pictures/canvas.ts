/** Canvases that a worker draws on. */

/** @throws Error when the browser has none for workers */
export function drawingOn(
  width: number,
  height: number,
  settings?: CanvasRenderingContext2DSettings,
): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", settings);
  if (!context) throw new Error("This browser gives the worker no canvas.");
  return context;
}
