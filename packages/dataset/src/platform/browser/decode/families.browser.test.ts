import { expect, it } from "vitest";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { differences, readFamily } from "../../../test-support/families";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

it.each(["png", "gif", "bmp"])(
  "%s files of the family are decoded to TensorFlow's pixels, or refused where it does",
  async (name) => {
    expect(await differences(await readFamily(name), decodeBytes)).toEqual([]);
  },
);

it("AVIF files of the family have Pillow's pixels where they are opaque", async () => {
  // Translucent ones come back rounded: a canvas keeps colours multiplied by alpha.
  const opaque = (await readFamily("avif")).filter(({ name }) => !/^4:.* 4 \[/.test(name));
  expect(opaque.length).toBeGreaterThan(250);
  expect(await differences(opaque, decodeBytes)).toEqual([]);
});
