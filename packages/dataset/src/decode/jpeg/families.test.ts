import { expect, it } from "vitest";
import { differences, readFamily } from "../../test-support/families";
import { DecodeError } from "../raw-image";
import { sniffFormat } from "../sniff";
import { decodeJpeg } from "./decode-jpeg";

it("gives TensorFlow's pixels, or refuses where it does, for sampling x coding x damage", async () => {
  const files = await readFamily("jpeg");
  expect(files.length).toBeGreaterThan(3000);
  const wrong = await differences(files, (bytes, channels) => {
    if (sniffFormat(bytes) !== "jpeg") throw new DecodeError("not a JPEG");
    return decodeJpeg(bytes, channels);
  });
  expect(wrong).toEqual([]);
});
