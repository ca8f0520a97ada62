/** The words of geometric sampling. */

/** What lies outside an image: mirrored with the edge repeated, repeated, a constant, or the edge itself. */
export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** How a value between pixels is read. */
export type Interpolation = "nearest" | "bilinear";

export const fillModes = [
  "reflect",
  "wrap",
  "constant",
  "nearest",
] as const satisfies readonly FillMode[];
export const interpolations = ["nearest", "bilinear"] as const satisfies readonly Interpolation[];

/** How a projective transform reads pixels. */
export interface Sampling {
  /** Default `"reflect"`. */
  readonly fillMode?: FillMode;
  /** Default `"bilinear"`. */
  readonly interpolation?: Interpolation;
  /** What `fillMode: "constant"` reads outside the image. Default 0. */
  readonly fillValue?: number;
}
