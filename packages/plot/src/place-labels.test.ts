import { describe, expect, it } from "vitest";
import { type Box, type Label, overlaps, placeLabels } from "./place-labels";

const panel = { width: 200, height: 100, boxes: [], taken: [], lines: [] };
const label = (x: number, y: number): Label => ({
  x,
  y,
  width: 60,
  height: 12,
  wishes: [{ left: x - 5, middle: y - 14 }],
});
const shelf = (y: number): readonly [number, number, number, number] => [0, y, 200, y];

describe("labels", () => {
  it("take the first place wished where nothing is in the way", () => {
    const boxes = [{ left: 44, top: 44, width: 12, height: 12 }];
    const [box] = placeLabels([label(50, 50)], { ...panel, boxes });
    expect(box).toEqual({ left: 45, top: 30, width: 60, height: 12 });
  });

  it("go far off rather than over a curve", () => {
    // Curves so close that between them there is no room, but for the lowest part of the panel.
    const lines = Array.from({ length: 9 }, (_, at) => shelf(at * 8));
    const [box] = placeLabels([label(50, 10)], { ...panel, lines });
    expect(box?.top).toBeGreaterThan(64);
  });

  it("lie over what hides least where no place is free", () => {
    const lines = Array.from({ length: 11 }, (_, at) => shelf(at * 10));
    const halves = lines.map(([, y]) => [0, y, 100, y] as const);
    const narrow = { ...panel, width: 150, lines: halves };
    const [box] = placeLabels([label(20, 50)], narrow);
    expect(box?.left).toBeGreaterThan(70);
  });

  it("stand apart from each other where there is room", () => {
    const boxes = placeLabels([label(50, 50), label(50, 62), label(52, 55)], panel) as Box[];
    expect(boxes).toHaveLength(3);
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1)) expect(overlaps(one, other, 6)).toBe(false);
  });

  it("are left out where there is no room", () => {
    expect(placeLabels([label(5, 5)], { ...panel, width: 50 })).toEqual([undefined]);
  });
});
