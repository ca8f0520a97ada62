import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultSettings, type Settings } from "../../engine/contract";
import { lessonAddress, readLesson } from "./lesson-address";

const epochs = fc.integer({ min: 1, max: 1000 });
const anySettings: fc.Arbitrary<Settings> = fc.record({
  imageSize: fc.integer({ min: 16, max: 512 }),
  batchSize: fc.integer({ min: 1, max: 512 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  epochs: fc.record({
    baseline: epochs,
    augmented: epochs,
    "efficientnet-lite0": fc.option(epochs),
  }),
  cache: fc.constant(defaultSettings.cache), // a matter of the device, which no address carries
  backend: fc.constantFrom("auto", "webgpu", "webgl", "wasm", "cpu"),
});

it("carries language and settings, also through programs that escape addresses", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("en" as const, "ko" as const),
      anySettings,
      (language, settings) => {
        const address = lessonAddress(language, settings);
        expect(readLesson(address, defaultSettings)).toEqual({ language, settings });
        const escaped = `#lesson=${encodeURIComponent(address.slice("#lesson=".length))}`;
        expect(readLesson(escaped, defaultSettings)).toEqual({ language, settings });
      },
    ),
  );
});

it("leaves what is missing or makes no sense as it is", () => {
  expect(readLesson("#train", defaultSettings)).toBeNull();
  for (const hash of [
    "#lesson=",
    "#lesson=size:9,batch:0,seed:-1,plain:x,augmented:1e3,backend:abacus,language:xx",
    "#lesson=%,size:4.5,:::,unheard:of",
  ])
    expect(readLesson(hash, defaultSettings)).toEqual({
      language: null,
      settings: defaultSettings,
    });
  expect(readLesson("#lesson=size:64", defaultSettings)?.settings).toEqual({
    ...defaultSettings,
    imageSize: 64,
  });
});
