import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eachAtOnce } from "./each-at-once";

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Lets so many turns of the event loop pass. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

describe("eachAtOnce", () => {
  it("works on every item once, in turn, and never on more than was asked", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (lengths, atOnce) => {
          const begun: number[] = [];
          let working = 0;
          let most = 0;
          await eachAtOnce(lengths.entries(), atOnce, async ([index, length]) => {
            begun.push(index);
            most = Math.max(most, ++working);
            await turns(length);
            working -= 1;
          });
          expect(begun).toEqual([...lengths.keys()]);
          expect(working).toBe(0);
          expect(most).toBeLessThanOrEqual(atOnce);
        },
      ),
      { numRuns: 50 },
    ));

  it("fails with the first error, only when nobody works any more, and closes the items", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ length: fc.nat(4), fails: fc.boolean() }), { maxLength: 16 }),
        fc.option(fc.nat(16), { nil: undefined }),
        fc.integer({ min: 1, max: 6 }),
        async (jobs, itemsEndAt, atOnce) => {
          let working = 0;
          let closed = false;
          const errors: string[] = [];
          const fail = (message: string): never => {
            errors.push(message);
            throw new Error(message);
          };
          async function* items(): AsyncGenerator<(typeof jobs)[number]> {
            try {
              for (const [index, job] of jobs.entries()) {
                await turn();
                if (index === itemsEndAt) fail("items");
                yield job;
              }
            } finally {
              closed = true;
            }
          }
          const ended = eachAtOnce(items(), atOnce, async ({ length, fails }) => {
            working += 1;
            await turns(length);
            working -= 1;
            if (fails) fail(`job ${errors.length}`);
          });
          const error = await ended.catch((reason: unknown) => (reason as Error).message);
          expect(working).toBe(0);
          expect(closed).toBe(true);
          expect(error).toBe(errors[0]);
          const { length } = errors;
          await turns(6); // whoever still worked would fail now
          expect(errors).toHaveLength(length);
        },
      ),
      { numRuns: 100 },
    ));
});
