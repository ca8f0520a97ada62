/** The matrices of Keras's geometric layers, in float32 and in Keras's order of operations (docs/keras-semantics.md, 4.3). */

const f = Math.fround;
const radiansPerDegree = f(Math.PI / 180);

/** Rotation about the centre of the image by angles in degrees; positive is counter-clockwise on the screen. */
export function rotationMatrices(
  anglesDegrees: Float32Array,
  height: number,
  width: number,
): Float32Array {
  const cx = f(0.5 * (width - 1));
  const cy = f(0.5 * (height - 1));
  const matrices = new Float32Array(anglesDegrees.length * 8);
  anglesDegrees.forEach((degrees, image) => {
    const angle = f(degrees * radiansPerDegree);
    const cos = f(Math.cos(angle));
    const sin = f(Math.sin(angle));
    const dx = f(f(cx - f(cx * cos)) + f(cy * sin));
    const dy = f(f(cy - f(cx * sin)) - f(cy * cos));
    matrices.set([cos, -sin, dx, sin, cos, dy, 0, 0], image * 8);
  });
  return matrices;
}

/** Zoom about the centre of the image; above 1 zooms out. */
export function zoomMatrices(
  heightZooms: Float32Array,
  widthZooms: Float32Array,
  height: number,
  width: number,
): Float32Array {
  const matrices = new Float32Array(heightZooms.length * 8);
  heightZooms.forEach((zh, image) => {
    const zw = widthZooms[image] as number;
    const dx = f(f((width - 1) / 2) * f(1 - zw));
    const dy = f(f((height - 1) / 2) * f(1 - zh));
    matrices.set([zw, 0, dx, 0, zh, dy, 0, 0], image * 8);
  });
  return matrices;
}

/** Translation in pixels; positive moves the picture right and down. */
export function translationMatrices(dx: Float32Array, dy: Float32Array): Float32Array {
  const matrices = new Float32Array(dx.length * 8);
  dx.forEach((x, image) => matrices.set([1, 0, -x, 0, 1, -(dy[image] as number), 0, 0], image * 8));
  return matrices;
}

/** Shear about the corner (0, 0). */
export function shearMatrices(shearX: Float32Array, shearY: Float32Array): Float32Array {
  const matrices = new Float32Array(shearX.length * 8);
  shearX.forEach((x, image) =>
    matrices.set([1, x, 0, shearY[image] as number, 1, 0, 0, 0], image * 8),
  );
  return matrices;
}

/** The matrix that leaves an image as it is. */
export const identityMatrix: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0];
