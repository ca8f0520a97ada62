/** The camera: opening it, why it does not open, and square frames of what it sees. */

export type Refusal = "cameraRefused" | "cameraMissing" | "cameraInsecure" | "cameraBusy";

/** Which way the camera looks: away from the visitor, where there is a choice, or at them. */
export type Facing = "environment" | "user";

/** Why there is no picture, by the error's name as the Media Capture standard gives it. */
export function refusalOf(error: unknown): Refusal {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "cameraRefused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "cameraMissing";
  return "cameraBusy";
}

/** Opens the camera. The caller stops its tracks. */
export async function openCamera(facing: Facing): Promise<MediaStream | Refusal> {
  // Absent on pages that are not secure, whatever the typings say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return "cameraInsecure";
  try {
    return await devices.getUserMedia({ video: { facingMode: facing }, audio: false });
  } catch (error) {
    return refusalOf(error);
  }
}

/** Whether people expect to see themselves as in a mirror: unless the camera is known to look away from them. */
export function isMirrored(stream: MediaStream): boolean {
  return stream.getVideoTracks()[0]?.getSettings().facingMode !== "environment";
}

/** Whether there is another camera to turn to. Known once one was allowed. */
export async function hasOtherCamera(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").length > 1;
}

/** Pixels a side of a picture that is kept: more than most networks here look at, and little to store. */
export const keptSide = 320;

/**
 * The middle of what the camera sees now, square, as its view shows it. Whoever receives it closes the bitmap.
 *
 * @param side pixels
 */
export function squareFrame(video: HTMLVideoElement, side: number): Promise<ImageBitmap> {
  const { videoWidth: width, videoHeight: height } = video;
  const whole = Math.min(width, height);
  return createImageBitmap(video, (width - whole) / 2, (height - whole) / 2, whole, whole, {
    resizeWidth: side,
    resizeHeight: side,
    resizeQuality: "high",
  });
}
