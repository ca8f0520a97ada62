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
