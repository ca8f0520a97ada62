import { describe, expect, it } from "vitest";
import { PaceMeter } from "./pace";

describe("PaceMeter", () => {
  it("measures images per second within the epoch and reckons what is left", () => {
    const meter = new PaceMeter(4, 2);
    meter.beginEpoch(1_000);
    expect(meter.endBatch(2_000, 0, 0, 32)).toEqual({ imagesPerSecond: 32, secondsLeft: 7 });
    expect(meter.endBatch(3_000, 0, 1, 32)).toEqual({ imagesPerSecond: 32, secondsLeft: 6 });
  });

  it("leaves out the time in which the run was held", () => {
    const meter = new PaceMeter(2, 1);
    meter.beginEpoch(0);
    meter.endBatch(1_000, 0, 0, 10);
    meter.rest(60_000);
    expect(meter.endBatch(62_000, 0, 1, 10)).toEqual({ imagesPerSecond: 10, secondsLeft: 0 });
  });

  it("counts the validation of every epoch that is left, this one's too", () => {
    const meter = new PaceMeter(1, 3);
    meter.beginEpoch(0);
    meter.endBatch(1_000, 0, 0, 8);
    meter.beginValidation(1_000);
    meter.endValidation(1_500);
    meter.beginEpoch(2_000);
    expect(meter.endBatch(3_000, 1, 0, 8).secondsLeft).toBe(1 + 2 * 0.5);
  });

  it("times an epoch with its validation, without pauses; as a whole, where it was continued within", () => {
    const meter = new PaceMeter(2, 3);
    meter.beginEpoch(0);
    meter.endBatch(2_000, 0, 0, 10);
    meter.rest(500);
    meter.endBatch(4_500, 0, 1, 10);
    meter.beginValidation(4_500);
    meter.endValidation(5_500);
    expect(meter.epochSeconds(20)).toBe(4 + 1);
    meter.beginEpoch(10_000);
    meter.endBatch(12_000, 1, 1, 10); // its first batch came before a reload
    meter.beginValidation(12_000);
    meter.endValidation(13_000);
    expect(meter.epochSeconds(20)).toBe(2 * 2 + 1);
  });

  it("means the epochs after the first, which decodes and warms up", () => {
    const meter = new PaceMeter(1, 3);
    expect(meter.meanSpeed()).toBeNull();
    for (const [start, seconds] of [
      [0, 10],
      [20_000, 1],
      [40_000, 2],
    ] as const) {
      meter.beginEpoch(start);
      meter.endBatch(start + seconds * 1000, 0, 0, 20);
      meter.beginValidation(start + seconds * 1000);
    }
    expect(meter.meanSpeed()).toBe(15);
  });
});
