/**
 * The direction of a picture's features in a byte each: all that is compared of them, in a quarter of the room. The largest
 * becomes 127 or -127 and the others what they are of it, so that of 1280 features the angle to another picture's is off by
 * less than a thousandth.
 */

const most = 127;

/** @param features not all 0; the direction of a direction is the same bytes */
export function directionOf(features: Float32Array): Int8Array<ArrayBuffer> {
  const largest = features.reduce((found, value) => Math.max(found, Math.abs(value)), 0) || 1;
  return Int8Array.from(features, (value) => Math.round((value / largest) * most));
}

/** The directions of pictures, one after the other. */
export function directionsOf(features: readonly Float32Array[]): Int8Array<ArrayBuffer> {
  const [first] = features;
  const all = new Int8Array(features.length * (first?.length ?? 0));
  features.forEach((each, i) => all.set(directionOf(each), i * each.length));
  return all;
}

/** Each by itself again. */
export function directionsIn(all: Int8Array<ArrayBuffer>, features: number): Int8Array[] {
  return Array.from({ length: all.length / features }, (_, i) =>
    all.subarray(i * features, (i + 1) * features),
  );
}
