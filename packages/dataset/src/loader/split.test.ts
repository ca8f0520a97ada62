import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Samples, shuffleSamples, splitSamples } from "./split";

const samples = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 300 })
  .map((labels): Samples => ({
    paths: labels.map((label, i) => `/${label}/${i}.png`),
    labels: Int32Array.from(labels),
  }));
const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const mode = fc.constantFrom("random", "stratified", "hash");
const same = (path: string): string => path;

describe("a split", () => {
  it("never loses or repeats a file, and keeps labels with their files", () => {
    fc.assert(
      fc.property(
        samples,
        fraction,
        mode,
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (all, f, how, seed) => {
          const { training, validation } = splitSamples(
            shuffleSamples(all, seed),
            f,
            how,
            seed,
            same,
          );
          expect([...training.paths, ...validation.paths].sort()).toEqual([...all.paths].sort());
          for (const part of [training, validation]) {
            part.paths.forEach((path, i) =>
              expect(path.startsWith(`/${part.labels![i]}/`)).toBe(true),
            );
          }
          if (how !== "hash")
            expect(validation.paths.length).toBe(Math.trunc(f * all.paths.length));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("by hash keeps every file on its side when others are added", () => {
    fc.assert(
      fc.property(samples, samples, fraction, (some, more, f) => {
        const added = {
          paths: [...some.paths, ...more.paths.map((path) => `/new${path}`)],
          labels: null,
        };
        const before = splitSamples(some, f, "hash", 7, same);
        const after = splitSamples(added, f, "hash", 7, same);
        for (const path of before.validation.paths) expect(after.validation.paths).toContain(path);
        for (const path of before.training.paths) expect(after.training.paths).toContain(path);
      }),
      { numRuns: 50 },
    );
  });

  it("stratified takes each class's share to within one file", () => {
    fc.assert(
      fc.property(samples, fraction, (all, f) => {
        const { validation } = splitSamples(all, f, "stratified", 0, same);
        for (let label = 0; label < 5; label++) {
          const of = (labels: Int32Array): number =>
            labels.filter((value) => value === label).length;
          expect(Math.abs(of(validation.labels!) - f * of(all.labels!))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
