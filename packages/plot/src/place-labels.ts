/** Where the labels of a panel go: beside what they name, apart from each other, and off the curves where there is room. */

/** A box in units of the picture, measured from the panel's upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A label to be placed. */
export interface Label {
  /** The point that the label names. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Places of the label's left edge and middle to try first, best first. */
  readonly wishes: readonly { readonly left: number; readonly middle: number }[];
}

/** What labels stay away from. */
export interface Obstacles {
  readonly width: number;
  readonly height: number;
  /** Lines as pairs of points. */
  readonly lines: readonly (readonly [x: number, y: number, toX: number, toY: number])[];
  /** Boxes, as of marks. */
  readonly boxes: readonly Box[];
  /** Boxes that no label may touch, as of a legend. */
  readonly taken: readonly Box[];
}

/** Units of the raster on which curves are laid, fine enough that no label hides one between two of its points. */
const cell = 2;

/** Room that a label keeps to curves and marks where it can, on top of what rounding to cells gives. */
const clearance = 1;

/** Room between labels, and what coming closer than the wider of the two costs, as a distance. */
const apart = { least: 2, wished: 6, cost: 30 };

/**
 * A box for each label, in their order: inside the panel and on no other label, over no curve or mark wherever the panel has such
 * a place; of those places the nearest. Where it has none, the one that hides the least. Undefined where the panel has no room
 * left. The same input gives the same places.
 */
export function placeLabels(labels: readonly Label[], obstacles: Obstacles): (Box | undefined)[] {
  const covered = coverage(obstacles);
  const placed: Box[] = [...obstacles.taken];
  return labels.map((label) => {
    let best: Box | undefined;
    let least: Cost = [Infinity, Infinity];
    for (const { box, isWished } of places(label, obstacles)) {
      if (!inside(box, obstacles) || placed.some((other) => overlaps(box, other, apart.least)))
        continue;
      const hidden = covered(box);
      const tight = hidden > 0 ? 2 : covered(grown(box, clearance)) > 0 ? 1 : 0;
      if (tight > least[0]) continue;
      const near = placed.some((other) => overlaps(box, other, apart.wished)) ? apart.cost : 0;
      const cost = hidden * 4 + distance(label, box) + near + (isWished ? 0 : unwished);
      if (tight < least[0] || cost < least[1] - 1e-9) [best, least] = [box, [tight, cost]];
    }
    if (best !== undefined) placed.push(best);
    return best;
  });
}

/** What a place off those wished costs, as a distance. */
const unwished = 10;

/** What a place costs: first whether it is free, nearly free or hides something, then how far off it is. */
type Cost = readonly [tight: number, cost: number];

function grown({ left, top, width, height }: Box, by: number): Box {
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by };
}

/** How far the nearest point of `box` lies from what `label` names. */
export function distance(label: { readonly x: number; readonly y: number }, box: Box): number {
  const across = Math.max(box.left - label.x, 0, label.x - box.left - box.width);
  const down = Math.max(box.top - label.y, 0, label.y - box.top - box.height);
  return Math.hypot(across, down);
}

/** Whether two boxes come closer than `apart`. */
export function overlaps(one: Box, other: Box, apart = 0): boolean {
  return (
    one.left < other.left + other.width + apart &&
    other.left < one.left + one.width + apart &&
    one.top < other.top + other.height + apart &&
    other.top < one.top + one.height + apart
  );
}

function inside(box: Box, { width, height }: { width: number; height: number }): boolean {
  return (
    box.left >= 1 &&
    box.top >= 1 &&
    box.left + box.width <= width - 1 &&
    box.top + box.height <= height - 1
  );
}

function* places(
  label: Label,
  panel: { width: number; height: number },
): Generator<{ readonly box: Box; readonly isWished: boolean }> {
  const { width, height } = label;
  for (const { left, middle } of label.wishes)
    yield { box: { left, top: middle - height / 2, width, height }, isWished: true };
  // Fine enough that a free place is not stepped over, coarse enough for panels of some hundred units.
  const step = 2;
  for (let top = 1; top + height < panel.height; top += step)
    for (let left = 1; left + width < panel.width; left += step * 2)
      yield { box: { left, top, width, height }, isWished: false };
}

/** How much of the obstacles a box hides, in cells of the raster; from sums over all cells above and to the left. */
function coverage({ width, height, lines, boxes }: Obstacles): (box: Box) => number {
  const columns = Math.max(1, Math.ceil(width / cell));
  const rows = Math.max(1, Math.ceil(height / cell));
  const raster = new Float64Array((columns + 1) * (rows + 1));
  const at = (row: number, column: number): number => row * (columns + 1) + column;
  const mark = (x: number, y: number, weight: number): void => {
    const column = Math.floor(x / cell);
    const row = Math.floor(y / cell);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const index = at(row + 1, column + 1);
    raster[index] = Math.max(raster[index] ?? 0, weight);
  };
  for (const [x, y, toX, toY] of lines) {
    const steps = Math.ceil(Math.max(Math.abs(toX - x), Math.abs(toY - y)) / cell) || 1;
    for (let step = 0; step <= steps; step++)
      mark(x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps, 1);
  }
  for (const box of boxes)
    for (let y = box.top; y < box.top + box.height; y += cell)
      for (let x = box.left; x < box.left + box.width; x += cell) mark(x, y, 2);
  for (let row = 1; row <= rows; row++)
    for (let column = 1; column <= columns; column++)
      raster[at(row, column)] =
        (raster[at(row, column)] ?? 0) +
        (raster[at(row - 1, column)] ?? 0) +
        (raster[at(row, column - 1)] ?? 0) -
        (raster[at(row - 1, column - 1)] ?? 0);
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return ({ left, top, width: across, height: down }) => {
    const [fromColumn, toColumn] = [
      clamp(Math.floor(left / cell), columns),
      clamp(Math.ceil((left + across) / cell), columns),
    ];
    const [fromRow, toRow] = [
      clamp(Math.floor(top / cell), rows),
      clamp(Math.ceil((top + down) / cell), rows),
    ];
    return (
      (raster[at(toRow, toColumn)] ?? 0) -
      (raster[at(fromRow, toColumn)] ?? 0) -
      (raster[at(toRow, fromColumn)] ?? 0) +
      (raster[at(fromRow, fromColumn)] ?? 0)
    );
  };
}
