import { expect, it } from "vitest";
import { differences, readFamily } from "../../test-support/families";
import { DecodeError } from "../raw-image";
import { sniffFormat } from "../sniff";
import { decodePng } from "./decode-png";

it("gives TensorFlow's pixels, or refuses where it does, for colours x depths x chunks x damage", async () => {
  const files = await readFamily("png");
  expect(files.length).toBeGreaterThan(2000);
  const wrong = await differences(files, (bytes, channels) => {
    if (sniffFormat(bytes) !== "png") throw new DecodeError("not a PNG");
    return decodePng(bytes, channels, () => undefined); // all by our own, exact inflater
  });
  expect(wrong).toEqual([]);
});
