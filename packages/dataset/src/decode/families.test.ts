import { expect, it } from "vitest";
import { differences, readFamily } from "../test-support/families";
import { decodeBmp } from "./bmp";
import { decodeGif } from "./gif/decode-gif";
import { DecodeError } from "./raw-image";
import { sniffFormat } from "./sniff";

it.each([
  ["gif", decodeGif],
  ["bmp", decodeBmp],
] as const)(
  "%s files have TensorFlow's pixels, or are refused where it refuses",
  async (name, decode) => {
    const wrong = await differences(await readFamily(name), (bytes, channels) => {
      if (sniffFormat(bytes) !== name) throw new DecodeError(`not a ${name}`);
      return decode(bytes, channels);
    });
    expect(wrong).toEqual([]);
  },
);
