import { expect, it } from "vitest";
import { defaultSettings, emptyRecord, type ModelRecord } from "../contract";
import type { StoredRun } from "../storage/run-store";
import { isSameRun } from "./same-run";

const stored = (status: ModelRecord["status"]): StoredRun => ({
  settings: defaultSettings,
  picturesId: "one",
  classNames: ["daisy", "roses"],
  record: { ...emptyRecord, status },
});

it("continues with the same pictures and settings", () => {
  expect(isSameRun("baseline", stored("unfinished"), defaultSettings, "one")).toBe(true);
});

it.each([
  ["a finished run", stored("finished"), defaultSettings, "one"],
  ["no run", null, defaultSettings, "one"],
  ["other pictures", stored("unfinished"), defaultSettings, "two"],
  ["another seed", stored("unfinished"), { ...defaultSettings, seed: 7 }, "one"],
  ["another cache", stored("unfinished"), { ...defaultSettings, cache: false }, "one"],
  [
    "another backend",
    stored("unfinished"),
    { ...defaultSettings, backend: "wasm" as const },
    "one",
  ],
] as const)("begins again with %s", (_, run, settings, picturesId) => {
  expect(isSameRun("baseline", run, settings, picturesId)).toBe(false);
});

it("minds the plain model's epochs only where they come before", () => {
  const settings = { ...defaultSettings, epochs: { ...defaultSettings.epochs, baseline: 3 } };
  expect(isSameRun("augmented", stored("unfinished"), settings, "one")).toBe(false);
  const other = { ...defaultSettings, epochs: { ...defaultSettings.epochs, augmented: 3 } };
  expect(isSameRun("baseline", stored("unfinished"), other, "one")).toBe(true);
});

it("minds the image size only where pictures of that size are trained on", () => {
  const other = { ...defaultSettings, imageSize: 64 };
  expect(isSameRun("augmented", stored("unfinished"), other, "one")).toBe(false);
  expect(isSameRun("efficientnet-lite0", stored("unfinished"), other, "one")).toBe(true);
});
