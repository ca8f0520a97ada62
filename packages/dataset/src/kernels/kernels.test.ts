import { describe, expect, it } from "vitest";
import { newKernels } from "./kernels";

const kernels = newKernels();

describe("the kernels", () => {
  it("can be had here", () => {
    expect(kernels).not.toBeNull();
  });

  it("do nothing when asked for nothing", () => {
    if (!kernels) return;
    const before = new Uint8Array(kernels.memory.buffer).slice();
    kernels.fused(64, 1024, 0, 128, 4, 64, 0);
    kernels.horizontal(64, 1024, 0, 0, 12);
    kernels.vertical(64, 128, 1024, 0.5, 0);
    kernels.round(64, 1024, 0);
    expect(new Uint8Array(kernels.memory.buffer)).toEqual(before);
  });

  it("do not share their memory between instances", () => {
    const other = newKernels();
    expect(other?.memory.buffer).not.toBe(kernels?.memory.buffer);
  });
});
