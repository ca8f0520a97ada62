import { describe, expect, it } from "vitest";
import { ReadAhead } from "./read-ahead";

/** Feeds `windows` windows of waits, each the same as `wait(depth)` says. */
function feed(ahead: ReadAhead, windows: number, wait: (depth: number) => number): number[] {
  const depths: number[] = [];
  for (let w = 0; w < windows; w++) {
    const { depth } = ahead;
    for (let i = 0; i < 8; i++) ahead.record(wait(depth));
    depths.push(ahead.depth);
  }
  return depths;
}

describe("AUTOTUNE", () => {
  it("grows while that shortens the wait, and holds once there is none", () => {
    // A consumer whose bursts need six elements: each more held ready saves it 10 ms.
    const depths = feed(new ReadAhead(2, 16), 12, (depth) => Math.max(0, 6 - depth) * 10);
    expect(depths.slice(0, 4)).toEqual([3, 4, 5, 6]);
    expect(depths.at(-1)).toBe(6);
  });

  it("takes a step back that did not help, and stays there", () => {
    // Decoding is the limit: the wait is 50 ms whatever is held.
    const ahead = new ReadAhead(2, 16);
    expect(feed(ahead, 20, () => 50).at(-1)).toBe(2);
    feed(ahead, 5, () => 500);
    expect(ahead.depth).toBe(2);
  });

  it("never holds more than memory allows, and at least one", () => {
    expect(Math.max(...feed(new ReadAhead(2, 4), 20, (depth) => 1000 / 2 ** depth))).toBe(4);
    expect(new ReadAhead(5, 3).depth).toBe(3);
    expect(new ReadAhead(2, 0).depth).toBe(1);
  });

  it("leaves a consumer alone that never waits", () => {
    expect(feed(new ReadAhead(2, 16), 10, () => 0.2).at(-1)).toBe(2);
  });
});
