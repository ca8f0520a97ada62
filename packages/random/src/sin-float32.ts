/**
 * The sine of C's `sinf` as glibc computes it (sysdeps/ieee754/flt-32/s_sinf.c, by Arm): by polynomials in double precision,
 * rounded once. In about one of a thousand values that is not the nearest float32, and Lanczos weights carry it on.
 */

const halfPi = 1.5707963267948966;
/** 2 / pi times 2^24: quadrants come out in the upper bits. */
const quadrantsBy24Bits = 10680707.430881744;

/** Sine on [-pi/4, pi/4]: x + x^3 (s1 + x^2 (s2 + x^2 s3)), in glibc's order. */
function sinePolynomial(x: number, square: number): number {
  const cube = x * square;
  const high = 0.008332178146138854 + square * -0.00019517298981385725;
  return x + cube * -0.16666654943701084 + cube * square * high;
}

/** Cosine on the same. */
function cosinePolynomial(square: number): number {
  const fourth = square * square;
  const high = -0.001388676379437604 + square * 2.4390450703564542e-5;
  const low = 1 + square * -0.49999999725108224;
  return low + fourth * 0.041666623324344516 + fourth * square * high;
}

/** `sinf(y)` for float32 values |y| < 120. */
export function sinFloat32(y: number): number {
  const size = Math.abs(y);
  if (size < 2 ** -12) return y;
  if (size < Math.fround(Math.PI / 4)) return Math.fround(sinePolynomial(y, y * y));
  const quadrant = (Math.trunc(y * quadrantsBy24Bits) + 0x800000) >> 24;
  const x = y - quadrant * halfPi;
  const square = x * x;
  const negative = (quadrant & 2) !== 0;
  if ((quadrant & 1) === 0) return Math.fround(sinePolynomial(negative ? -x : x, square));
  const cosine = cosinePolynomial(square);
  return Math.fround(negative ? -cosine : cosine);
}
