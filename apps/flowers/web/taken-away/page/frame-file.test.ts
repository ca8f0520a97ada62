import { loadImage } from "@flowers/dataset";
import { expect, it } from "vitest";
import { toBmp } from "./frame-file";

it("is decoded to the very pixels of the frame", async () => {
  const [width, height] = [3, 2];
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 37) % 256,
  );
  const image = await loadImage(toBmp({ data, width, height } as ImageData));
  expect(image).toMatchObject({ width, height, channels: 3 });
  expect([...image.data]).toEqual([...data].filter((_, i) => i % 4 !== 3));
});
