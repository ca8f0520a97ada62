import { expect, it } from "vitest";
import { defaultSettings } from "../../engine/contract";
import { boundsOf, fittingSize, memoryBudget, settingsOn, trainingBytes } from "./device";

const tutorial = { imageSize: 180, batchSize: 32, cache: true };

it("begins with the tutorial's settings where there is memory for them, and with less below 4 GB", () => {
  for (const facts of [{ deviceMemory: 8 }, { deviceMemory: 4 }, {}])
    expect(settingsOn({ isTouch: false, ...facts })).toEqual(defaultSettings);
  expect(settingsOn({ deviceMemory: 4, isTouch: true })).toEqual(defaultSettings);
  const phone = { imageSize: 128, batchSize: 16, cache: false };
  expect(boundsOf({ isTouch: true })).toEqual(phone); // Safari does not tell
  expect(boundsOf({ deviceMemory: 2, isTouch: false })).toEqual(phone);
  expect(settingsOn({ deviceMemory: 1, isTouch: true })).toEqual({
    ...{ ...defaultSettings, imageSize: 96, batchSize: 8, cache: false },
  });
});

it("begins with settings that fit the device, however many pictures come", () => {
  for (const deviceMemory of [0.5, 1, 2]) {
    const facts = { deviceMemory, isTouch: true };
    expect(trainingBytes(settingsOn(facts), 1e5)).toBeLessThan(memoryBudget(facts) / 2);
  }
  expect(trainingBytes({ ...tutorial, cache: false }, 1e5)).toBeLessThan(0.3e9);
});

it("gives a training a quarter of the memory, and guesses it where the browser does not tell", () => {
  expect(memoryBudget({ deviceMemory: 8, isTouch: false })).toBe(2e9);
  expect(memoryBudget({ deviceMemory: 2, isTouch: true })).toBe(0.5e9);
  expect(memoryBudget({ isTouch: true })).toBe(0.75e9);
  expect(memoryBudget({ isTouch: false })).toBe(2e9);
});

it("counts every picture, and a batch's activations", () => {
  // 3,670 pictures of 180 x 180 x 3 float32 are 1.43 GB.
  const bytes = trainingBytes(tutorial, 3670);
  expect(bytes).toBeGreaterThan(3670 * 180 * 180 * 12);
  expect(bytes).toBeLessThan(1.8e9);
  expect(trainingBytes({ ...tutorial, batchSize: 64 }, 3670)).toBeGreaterThan(bytes);
});

it("suggests the largest size that fits, and none where the present one does", () => {
  expect(fittingSize(tutorial, 3670, 2e9)).toBeNull();
  const size = fittingSize(tutorial, 3670, 0.5e9);
  expect(size).toBe(96);
  expect(trainingBytes({ ...tutorial, imageSize: 96 }, 3670)).toBeLessThan(0.5e9);
  expect(fittingSize({ ...tutorial, imageSize: 64 }, 60, 0.5e9)).toBeNull();
  expect(fittingSize(tutorial, 1e6, 1e6)).toBeNull(); // nothing would help
});
