/** Nearest neighbour: `min(floor((i + 0.5) * scale), in - 1)`. */
import type { RawImage } from "../decode/raw-image";
import { axisScale, type Target, type Window } from "./methods";

function nearestAxis(inSize: number, outSize: number): Int32Array {
  const scale = axisScale(inSize, outSize);
  return Int32Array.from({ length: outSize }, (_, i) =>
    Math.min(Math.floor(Math.fround(Math.fround(i + 0.5) * scale)), inSize - 1),
  );
}

export function resizeNearest(image: RawImage, window: Window, target: Target): void {
  const { channels, data, width } = image;
  const xs = nearestAxis(window.width, target.width);
  const ys = nearestAxis(window.height, target.height);
  for (let y = 0; y < target.height; y++) {
    const row = (window.top + (ys[y] as number)) * width + window.left;
    let to = target.offset + y * target.stride;
    for (let x = 0; x < target.width; x++) {
      const from = (row + (xs[x] as number)) * channels;
      for (let c = 0; c < channels; c++) target.data[to++] = data[from + c] as number;
    }
  }
}
