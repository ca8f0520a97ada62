/** The boxes of everything written in a picture, to see what lies over what. */
import { compile } from "vega-lite";
import * as vega from "vega";
import type { StaticPlot } from "../plot-images";

/** A text, legend or panel; corners in units of the picture. */
export interface PlacedItem {
  readonly kind: "text" | "legend" | "panel" | "line" | "mark";
  readonly text: string;
  /** Which legend, axis or mark it belongs to. */
  readonly group: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Points of a line. */
  readonly points: readonly (readonly [number, number])[];
}

interface SceneItem {
  readonly bounds?: { x1: number; y1: number; x2: number; y2: number };
  readonly text?: unknown;
  readonly opacity?: number;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly defined?: boolean;
  readonly items?: readonly SceneMark[];
}

interface SceneMark {
  readonly marktype: string;
  readonly role: string;
  readonly items?: readonly SceneItem[];
}

/** The items of a picture, the size of the picture, and the SVG that shows it. */
export async function placedItems(plot: Pick<StaticPlot, "spec" | "toSvg">): Promise<{
  readonly items: readonly PlacedItem[];
  readonly width: number;
  readonly height: number;
}> {
  // First, since it makes Vega measure with the font that the picture is drawn in.
  const svg = await plot.toSvg();
  const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  const origin = /<g[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"/.exec(svg);
  const view = new vega.View(vega.parse(compile(plot.spec).spec), {
    renderer: "none",
    logLevel: vega.Error,
  });
  await view.runAsync();
  const items: PlacedItem[] = [];
  let count = 0;
  const walk = (mark: SceneMark, x: number, y: number, group: string): void => {
    for (const item of mark.items ?? []) {
      const left = x + (item.x ?? 0);
      const top = y + (item.y ?? 0);
      const { bounds } = item;
      const add = (
        kind: PlacedItem["kind"],
        text: string,
        of: Omit<PlacedItem, "kind" | "text" | "group" | "points">,
      ): void => {
        items.push({ kind, text, group, points: [], ...of });
      };
      if (mark.marktype === "text" && bounds !== undefined && item.opacity !== 0) {
        // oxlint-disable-next-line typescript/no-base-to-string -- Vega's texts are strings, numbers or lists of strings
        const text = String(item.text ?? "");
        if (text !== "")
          add("text", text, {
            x1: bounds.x1 + x,
            y1: bounds.y1 + y,
            x2: bounds.x2 + x,
            y2: bounds.y2 + y,
          });
      }
      const isMark = mark.role === "mark" && ["symbol", "rule"].includes(mark.marktype);
      if (isMark && bounds !== undefined)
        add("mark", "", {
          x1: bounds.x1 + x,
          y1: bounds.y1 + y,
          x2: bounds.x2 + x,
          y2: bounds.y2 + y,
        });
      if (mark.marktype === "group") {
        const name = `${group}/${mark.role}${count++}`;
        const area = {
          x1: left,
          y1: top,
          x2: left + (item.width ?? 0),
          y2: top + (item.height ?? 0),
        };
        if (mark.role === "legend")
          items.push({ kind: "legend", text: "", group: name, points: [], ...area });
        if (/^\/frame\d+\/scope\d+$/.test(name))
          items.push({ kind: "panel", text: "", group: name, points: [], ...area });
        for (const child of item.items ?? []) walk(child, left, top, name);
      }
    }
    if (mark.marktype === "line") {
      const points = (mark.items ?? [])
        .filter(({ defined }) => defined !== false)
        .map((item): [number, number] => [x + (item.x ?? 0), y + (item.y ?? 0)]);
      items.push({ kind: "line", text: "", group, points, x1: 0, y1: 0, x2: 0, y2: 0 });
    }
  };
  walk(
    (view.scenegraph() as unknown as { readonly root: SceneMark }).root,
    Number(origin?.[1]),
    Number(origin?.[2]),
    "",
  );
  view.finalize();
  return { items, width: Number(box?.[1]), height: Number(box?.[2]) };
}

/** Whether an item is the label of a best epoch or of a gap. */
const isMarkLabel = ({ kind, text }: PlacedItem): boolean =>
  kind === "text" && /^(best|gap) /.test(text);

/** What lies over what else, and what leaves the picture, each as a sentence; none in a good picture. */
export async function faultsOf(plot: Pick<StaticPlot, "spec" | "toSvg">): Promise<string[]> {
  const { items, width, height } = await placedItems(plot);
  const faults: string[] = [];
  const texts = distinct(items.filter(({ kind }) => kind === "text"));
  const say = ({ text, x1, y1, x2, y2 }: PlacedItem): string =>
    `${JSON.stringify(text)} at ${[x1, y1, x2, y2].map((value) => value.toFixed(1)).join(" ")}`;
  for (const item of [...texts, ...items.filter(({ kind }) => kind === "legend")]) {
    if (item.x1 < -1 || item.y1 < -1 || item.x2 > width + 1 || item.y2 > height + 1)
      faults.push(`${item.kind} ${say(item)} leaves the picture of ${width} x ${height}`);
  }
  texts.forEach((one, at) => {
    for (const other of texts.slice(at + 1))
      if (overlap(one, other)) faults.push(`${say(one)} lies over ${say(other)}`);
  });
  const legends = items.filter(({ kind }) => kind === "legend");
  const panels = items.filter(({ kind }) => kind === "panel");
  legends.forEach((legend, at) => {
    const inside = panels.some(
      (panel) =>
        legend.x1 >= panel.x1 - 1 &&
        legend.x2 <= panel.x2 + 1 &&
        legend.y1 >= panel.y1 - 1 &&
        legend.y2 <= panel.y2 + 1,
    );
    if (!inside && panels.some((panel) => overlap(legend, panel)))
      faults.push(`legend ${say(legend)} leaves its panel`);
    for (const other of legends.slice(at + 1))
      if (overlap(legend, other)) faults.push(`legend ${say(legend)} lies over ${say(other)}`);
    for (const text of texts)
      if (!text.group.startsWith(legend.group) && overlap(legend, text))
        faults.push(`legend ${say(legend)} lies over ${say(text)}`);
  });
  return faults;
}

/** The labels of marks that lie over a line of the same panel. */
export async function labelsOnLines(plot: Pick<StaticPlot, "spec" | "toSvg">): Promise<string[]> {
  const { items } = await placedItems(plot);
  const labels = distinct(items.filter(isMarkLabel));
  const lines = items.filter(({ kind }) => kind === "line");
  return labels.filter((label) => lines.some((line) => isOn(label, line))).map(({ text }) => text);
}

/**
 * The labels of marks that lie over a line of the same panel although the panel has a place for them, away from every line, text,
 * legend and mark.
 */
export async function labelsOnLinesForNothing(
  plot: Pick<StaticPlot, "spec" | "toSvg">,
): Promise<string[]> {
  const { items } = await placedItems(plot);
  const panels = items.filter(({ kind }) => kind === "panel");
  const lines = items.filter(({ kind }) => kind === "line");
  return distinct(items.filter(isMarkLabel))
    .filter((label) => lines.some((line) => isOn(label, line)))
    .flatMap((label) => {
      const panel = panels.find((each) => overlap(each, label));
      const others = items.filter(
        (item) =>
          ["text", "legend", "mark", "line"].includes(item.kind) &&
          !(item.text === label.text && overlap(item, label)),
      );
      const place = panel && freePlace(label, panel, others);
      return place ? [`${label.text} has a free place at ${place.join(" ")}`] : [];
    });
}

/** Units of the raster on which free places are looked for; what is there takes the cells around its own, too. */
const cell = 4;

function freePlace(
  label: Corners,
  panel: Corners,
  others: readonly PlacedItem[],
): [number, number] | undefined {
  const columns = Math.floor((panel.x2 - panel.x1) / cell);
  const rows = Math.floor((panel.y2 - panel.y1) / cell);
  const taken = new Uint8Array(columns * rows);
  const take = ({ x1, y1, x2, y2 }: Corners): void => {
    for (let y = Math.floor((y1 - panel.y1) / cell) - 1; y <= (y2 - panel.y1) / cell + 1; y++)
      for (let x = Math.floor((x1 - panel.x1) / cell) - 1; x <= (x2 - panel.x1) / cell + 1; x++)
        if (x >= 0 && y >= 0 && x < columns && y < rows) taken[y * columns + x] = 1;
  };
  for (const other of others) {
    if (other.kind !== "line") take(other);
    other.points.forEach((point, at) => {
      for (const [x, y] of stepsBetween(other.points[at - 1] ?? point, point))
        take({ x1: x, y1: y, x2: x, y2: y });
    });
  }
  const width = Math.ceil((label.x2 - label.x1) / cell);
  const height = Math.ceil((label.y2 - label.y1) / cell);
  for (let y = 1; y + height < rows; y++)
    for (let x = 1; x + width < columns; x++) {
      const isFree = Array.from({ length: height }, (_, row) => (y + row) * columns + x).every(
        (start) => !taken.subarray(start, start + width).includes(1),
      );
      if (isFree) return [x * cell, y * cell];
    }
  return undefined;
}

/** A halo and the text on it are one. */
function distinct(texts: readonly PlacedItem[]): PlacedItem[] {
  return texts.filter(
    (one, at) =>
      !texts
        .slice(0, at)
        .some(
          (other) =>
            other.text === one.text &&
            Math.abs(other.x1 - one.x1) < 2 &&
            Math.abs(other.y1 - one.y1) < 2,
        ),
  );
}

type Corners = Pick<PlacedItem, "x1" | "y1" | "x2" | "y2">;

function overlap(one: Corners, other: Corners): boolean {
  return (
    Math.min(one.x2, other.x2) - Math.max(one.x1, other.x1) > 1.5 &&
    Math.min(one.y2, other.y2) - Math.max(one.y1, other.y1) > 1.5
  );
}

function isOn(box: Corners, { points }: PlacedItem): boolean {
  return points.some((point, at) =>
    stepsBetween(points[at - 1] ?? point, point).some(
      ([x, y]) => x > box.x1 + 1 && x < box.x2 - 1 && y > box.y1 + 1 && y < box.y2 - 1,
    ),
  );
}

/** Points from one to the other, a unit apart. */
function stepsBetween(
  from: readonly [number, number],
  to: readonly [number, number],
): [number, number][] {
  const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])) || 1;
  return Array.from({ length: steps + 1 }, (_, step) => [
    from[0] + ((to[0] - from[0]) * step) / steps,
    from[1] + ((to[1] - from[1]) * step) / steps,
  ]);
}
