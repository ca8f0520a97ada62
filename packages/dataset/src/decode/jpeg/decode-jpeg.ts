/**
 * JPEG as TensorFlow decodes it, bit by bit, by what libjpeg-turbo 2.1 does: sequential and progressive, Huffman and
 * arithmetic coding, any sampling factors, gray, YCbCr, RGB, CMYK and YCCK; the fast inverse DCT, fancy up-sampling and
 * fixed-point colour conversion. Damaged data is filled as libjpeg fills it, and refused where it gives up.
 */
import type { Channels, RawImage } from "../raw-image";
import { DecodeError } from "../raw-image";
import { colorSpaceOf, componentsUsed, convertColors } from "./colors";
import type { Component } from "./frame";
import { readJpeg, type ReadJpeg } from "./header";
import { fastTable, inverseFast } from "./idct-fast";
import { decodeScan } from "./scan";
import { needsSmoothing, Smoother } from "./smooth";
import type { Plane } from "./upsample";

/** Decodes to gray or RGB. @throws DecodeError where TensorFlow refuses */
export function decodeJpeg(bytes: Uint8Array, channels: Channels): RawImage {
  if (channels === 4) throw new DecodeError("JPEG does not support 4 channels");
  const read = readJpeg(bytes, decodeScan);
  const { frame, markers } = read;
  const space = colorSpaceOf(frame, markers);
  const used = frame.components.slice(0, componentsUsed(space, channels));
  for (const { h, v } of used) {
    if (frame.maxH % h !== 0 || frame.maxV % v !== 0) {
      throw new DecodeError("invalid JPEG data: sampling factors that do not divide each other");
    }
  }
  const smooth = needsSmoothing(frame);
  const planes = used.map((component) => planeOf(read, component, smooth));
  const { width, height } = frame;
  const data = new Uint8ClampedArray(width * height * channels);
  convertColors(frame, planes, space, channels, markers.adobe !== undefined, data);
  return { data: new Uint8Array(data.buffer), width, height, channels };
}

function planeOf(
  { frame, lastGoodRow, scans }: ReadJpeg,
  component: Component,
  smooth: boolean,
): Plane {
  const { h, v, blocksWide, blocksHigh, paddedWide, coefficients, extents } = component;
  const stride = blocksWide * 8;
  const samples = new Uint8ClampedArray(stride * blocksHigh * 8);
  const table = fastTable(component.quantization);
  const smoother = smooth ? new Smoother(frame, component, lastGoodRow, scans) : undefined;
  for (let y = 0; y < blocksHigh; y++) {
    for (let x = 0; x < blocksWide; x++) {
      const block = y * paddedWide + x;
      const to = y * 8 * stride + x * 8;
      if (smoother) inverseFast(smoother.block(x, y), 0, 63, table, samples, to, stride);
      else {
        const extent = extents[block] as number;
        inverseFast(coefficients, block * 64, extent, table, samples, to, stride);
      }
    }
  }
  return {
    samples,
    stride,
    width: Math.ceil((frame.width * h) / frame.maxH),
    height: Math.ceil((frame.height * v) / frame.maxV),
    shrinkX: frame.maxH / h,
    shrinkY: frame.maxV / v,
  };
}
