/** The same variables are the same bytes whenever they are written. */
import { expect, it } from "vitest";
import { readWeightsFile, writeWeightsFile } from "./weights-file";
import { lookup3 } from "./without-times";

it("computes the checksum of its author's own examples", () => {
  const text = new TextEncoder().encode("Four score and seven years ago");
  expect(lookup3(text)).toBe(0x17770551); // lookup3.c, driver5
  expect(lookup3(new Uint8Array())).toBe(0xdeadbeef);
});

it("writes the same bytes two seconds later, and they are read", async () => {
  const arrays = [{ shape: [3], dtype: "float32" as const, data: Float32Array.of(1, 2, 3) }];
  const groups = [{ path: "layers/dense", name: "dense", arrays }];
  const first = await writeWeightsFile(groups);
  await new Promise((resolve) => setTimeout(resolve, 2_100)); // HDF5 counts seconds
  expect(await writeWeightsFile(groups)).toEqual(first);
  expect((await readWeightsFile(first)).get("layers/dense")).toEqual(arrays);
});
