/** Tells graphics adapters that are programs from those that are graphics hardware. */

const software = /swiftshader|llvmpipe|softpipe|lavapipe|basic render|software/i;

/** What to say of an adapter called `name` that computes on the processor. */
export const softwareWarning = "it runs in software, where WebAssembly is faster.";

/** Whether an adapter or renderer of this name computes on the processor. */
export function isSoftware(name: string): boolean {
  return software.test(name);
}
