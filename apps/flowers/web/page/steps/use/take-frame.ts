/** One frame of the camera as a picture file. */
import { squareFrame } from "../../state/camera";

/**
 * The square shown now, as PNG: what the network sees has then no second loss.
 *
 * @param side pixels
 */
export async function takeFrame(video: HTMLVideoElement, side: number): Promise<Blob> {
  const frame = await squareFrame(video, side);
  const canvas = document.createElement("canvas");
  canvas.width = frame.width;
  canvas.height = frame.height;
  canvas.getContext("2d")?.drawImage(frame, 0, 0);
  frame.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The camera gave no picture."))),
      "image/png",
    );
  });
}
