import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Slabs } from "./slabs";

const MB = 2 ** 20;

describe("shared blocks", () => {
  it("are used again once given back, for what they fit", () => {
    const slabs = new Slabs();
    const block = slabs.take(1000);
    slabs.release(block);
    expect(slabs.freeBytes).toBe(1000);
    expect(slabs.take(1001)).not.toBe(block); // too small
    expect(slabs.take(900)).not.toBe(block); // a tenth would lie idle
    expect(slabs.take(990)).toBe(block);
    slabs.release(block);
    slabs.clear();
    expect(slabs.take(1000)).not.toBe(block);
  });

  it("come back when nobody holds them, and never while somebody does", async () => {
    const slabs = new Slabs();
    const kept: Uint8Array[] = [];
    let most = 0;
    for (let i = 0; i < 400; i++) {
      const block = slabs.take(8 * MB);
      new Uint8Array(block).fill(i % 251, 0, 16);
      const view = new Uint8Array(slabs.lend(block), 0, 16);
      if (i % 40 === 0) kept.push(view);
      most = Math.max(most, slabs.lentBytes);
      await after(1); // the collector's finds come between two tasks
    }
    // 400 blocks are 3.2 GB; without coming back all would be lent.
    expect(most).toBeLessThan(800 * MB);
    kept.forEach((view, i) => expect([...view]).toEqual(Array(16).fill((i * 40) % 251)));
  });

  it("are not bounded when all are kept: a cache", async () => {
    const slabs = new Slabs();
    const kept: SharedArrayBuffer[] = [];
    for (let i = 0; i < 64; i++) {
      kept.push(slabs.lend(slabs.take(8 * MB)));
      await after(1);
    }
    expect(new Set(kept).size).toBe(64);
    expect(slabs.lentBytes).toBe(64 * 8 * MB);
    expect(slabs.freeBytes).toBe(0);
  });
});
