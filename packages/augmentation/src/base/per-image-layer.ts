/** A layer that draws one number for each image. */
import { RandomLayer } from "./random-layer";

export abstract class PerImageLayer extends RandomLayer<Float32Array> {
  protected override drawnRows(drawn: Float32Array, start: number, count: number): Float32Array {
    return drawn.subarray(start, start + count);
  }
}
