/** A frame of the camera as a picture file that takes no time to write: BMP, uncompressed, so that nothing of it is lost. */

const headerBytes = 54;

/** The frame shown now. */
export function frameFile(video: HTMLVideoElement): Blob {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser gives the page no canvas.");
  context.drawImage(video, 0, 0);
  return toBmp(context.getImageData(0, 0, canvas.width, canvas.height));
}

/** Rows from the top down, four bytes a pixel: blue, green, red, and one of no meaning. */
export function toBmp({ data, width, height }: Pick<ImageData, "data" | "width" | "height">): Blob {
  const bytes = new Uint8Array(headerBytes + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, headerBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true); // negative: from the top down
  view.setUint16(26, 1, true);
  view.setUint16(28, 32, true);
  const pixels = bytes.subarray(headerBytes);
  for (let i = 0; i < data.length; i += 4) {
    pixels[i] = data[i + 2] ?? 0;
    pixels[i + 1] = data[i + 1] ?? 0;
    pixels[i + 2] = data[i] ?? 0;
    pixels[i + 3] = 255;
  }
  return new Blob([bytes], { type: "image/bmp" });
}
