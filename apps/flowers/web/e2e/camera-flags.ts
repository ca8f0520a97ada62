/** Chromium's flags for a camera that films itself, and no question whether it may. */
export const cameraFlags = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
] as const;
