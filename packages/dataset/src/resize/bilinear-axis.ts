/** Where the two neighbours of each output index lie, and how far the way from one to the other it is. */
import { axisScale, sourceCoordinate } from "./methods";

export interface Axis {
  /** Offsets of the neighbours. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fraction: Float32Array;
}

/** @param start first source index @param stride offset between two source indices */
export function bilinearAxis(inSize: number, outSize: number, start: number, stride: number): Axis {
  const scale = axisScale(inSize, outSize);
  const low = new Int32Array(outSize);
  const high = new Int32Array(outSize);
  const fraction = new Float32Array(outSize);
  for (let i = 0; i < outSize; i++) {
    const s = sourceCoordinate(i, scale);
    const floor = Math.floor(s);
    low[i] = (start + Math.max(floor, 0)) * stride;
    high[i] = (start + Math.min(Math.ceil(s), inSize - 1)) * stride;
    fraction[i] = s - floor;
  }
  return { low, high, fraction };
}
