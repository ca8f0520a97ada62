/** Resizes one decoded image into its place in a batch: stretched, cropped or padded to the target size. */
import { DecodeError, type RawImage } from "../decode/raw-image";
import { resizeArea } from "./area";
import { resizeBicubic } from "./bicubic";
import { resizeBilinear } from "./bilinear";
import type { Interpolation, Target, Window } from "./methods";
import { resizeNearest } from "./nearest";
import { resizeSpan } from "./span";

/** How an image of another shape comes to the target's shape. */
export type Fit = "stretch" | "crop" | "pad";

/** What becomes of each decoded image. */
export interface ResizeSpec {
  readonly height: number;
  readonly width: number;
  readonly interpolation: Interpolation;
  readonly fit: Fit;
}

/** Whether the result is made of whole numbers 0..255, so that bytes hold it without loss. */
export function isLossless(image: RawImage, spec: ResizeSpec): boolean {
  if (spec.interpolation === "nearest") return true;
  return (
    spec.interpolation === "bilinear" && image.width === spec.width && image.height === spec.height
  );
}

/**
 * The part of the image that `fit: "crop"` keeps (Keras's `smart_resize`, float32 as in its pipeline).
 */
export function cropWindow(image: { width: number; height: number }, spec: ResizeSpec): Window {
  const f = Math.fround;
  const { width, height } = image;
  const cropHeight = Math.max(
    Math.min(height, Math.trunc(f(f(width * spec.height) / spec.width))),
    1,
  );
  const cropWidth = Math.max(
    Math.min(width, Math.trunc(f(f(height * spec.width) / spec.height))),
    1,
  );
  return {
    top: Math.trunc((height - cropHeight) / 2),
    left: Math.trunc((width - cropWidth) / 2),
    height: cropHeight,
    width: cropWidth,
  };
}

/** Where the resized image lies within the padded one (TensorFlow's `resize_with_pad`, float32). */
export function padBox(image: { width: number; height: number }, spec: ResizeSpec): Window {
  const f = Math.fround;
  const ratio = Math.max(f(image.width / spec.width), f(image.height / spec.height));
  const exactHeight = f(image.height / ratio);
  const exactWidth = f(image.width / ratio);
  return {
    top: Math.max(0, Math.floor(f(f(spec.height - exactHeight) / 2))),
    left: Math.max(0, Math.floor(f(f(spec.width - exactWidth) / 2))),
    height: Math.floor(exactHeight),
    width: Math.floor(exactWidth),
  };
}

/** TensorFlow refuses what would have no row or no column within the padding. */
function nothingLeft(image: RawImage, spec: ResizeSpec, box: Window): DecodeError {
  const { width, height } = image;
  return new DecodeError(
    `it is ${height} pixels high and ${width} wide: padded to ${spec.height}x${spec.width} it would have no ` +
      `${box.height < 1 ? "row" : "column"} left; leave \`padToAspectRatio\` out, or ask for a larger \`imageSize\``,
  );
}

/**
 * Writes `[height, width, channels]` values of the resized image to `out` from `offset` on.
 *
 * @throws DecodeError where padding leaves nothing of the image
 */
export function resizeImage(
  image: RawImage,
  spec: ResizeSpec,
  out: Float32Array,
  offset = 0,
): void {
  const whole: Window = { top: 0, left: 0, height: image.height, width: image.width };
  const stride = spec.width * image.channels;
  const target: Target = { data: out, offset, stride, height: spec.height, width: spec.width };
  if (spec.fit === "pad") {
    out.fill(0, offset, offset + spec.height * stride);
    const box = padBox(image, spec);
    if (box.height < 1 || box.width < 1) throw nothingLeft(image, spec, box);
    const inside = offset + box.top * stride + box.left * image.channels;
    resizeWindow(
      image,
      whole,
      { ...target, offset: inside, height: box.height, width: box.width },
      spec,
    );
    return;
  }
  resizeWindow(image, spec.fit === "crop" ? cropWindow(image, spec) : whole, target, spec);
}

function resizeWindow(image: RawImage, window: Window, target: Target, spec: ResizeSpec): void {
  const method = spec.interpolation;
  switch (method) {
    case "bilinear":
      return resizeBilinear(image, window, target);
    case "nearest":
      return resizeNearest(image, window, target);
    case "bicubic":
      return resizeBicubic(image, window, target);
    case "area":
      return resizeArea(image, window, target);
    case "lanczos3":
    case "lanczos5":
    case "gaussian":
    case "mitchellcubic":
      return resizeSpan(image, window, target, method);
  }
}
