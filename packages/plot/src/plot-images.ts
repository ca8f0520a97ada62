/** A grid of images with a title above each. */
import type { TopLevelSpec } from "vega-lite";
import {
  checkOptions,
  flag,
  isArray,
  numberIn,
  range,
  refuse,
  text,
  texts,
  wholeNumberIn,
  type OptionRules,
} from "./check-options";
import { PlotError } from "./errors";
import { linesOf, shortenNames, wrapText } from "./fit-text";
import { guessValueRange, toByteRange } from "./value-range";
import { mountSpec, type LiveView, type MountTarget } from "./mount";
import { baseConfig } from "./palette";
import { specToPng, specToSvg, type PngOptions, type SvgOptions } from "./draw-spec";
import { checkImage, dataUri, encodePng, type PlotImage } from "./png";

/** The options of {@link plotImages}. */
export interface PlotImagesOptions {
  /** Images in a row, 1 to 1000. Default: 3. */
  readonly columns?: number;
  /** A title above the grid. Default: none. */
  readonly title?: string;
  /** Width and height of the square that each image is fitted into, 16 to 4096. Default: 210. */
  readonly cellSize?: number;
  /** Room between images, 0 to 4096. Default: 24. */
  readonly spacing?: number;
  /** Draw a small image with hard pixel edges (true) or smoothed (false). Default: false. */
  readonly pixelated?: boolean;
  /**
   * The values of black and of white, for all images. Default: `[0, 255]`; for floats of which none is beyond 2 in size,
   * `[0, 1]`, or `[-1, 1]` where some are clearly negative.
   */
  readonly valueRange?: readonly [number, number];
}

const rules: OptionRules<PlotImagesOptions> = {
  columns: wholeNumberIn(1, 1000),
  title: text,
  cellSize: numberIn(16, 4096),
  spacing: numberIn(0, 4096),
  pixelated: flag,
  valueRange: range,
};

/** A picture that is not updated once drawn. */
export interface StaticPlot {
  /** The Vega-Lite 6 specification with its data inside. */
  readonly spec: TopLevelSpec;
  /** SVG text; in Node with text as outlines. The same input gives the same bytes. */
  toSvg(options?: SvgOptions): Promise<string>;
  /** The bytes of a PNG file; in Node the same input gives the same bytes. */
  toPng(options?: PngOptions): Promise<Uint8Array>;
  /** The content for a terminal. */
  toText(): string;
  /** Draws in a page. */
  mount(element: MountTarget): Promise<Pick<LiveView, "dispose">>;
}

/**
 * The tutorial's grid: images three in a row without axes, a title above each.
 *
 * @param images At least one; bytes, or floats of 0..255, 0..1 or -1..1 (see `valueRange`). Each is fitted into a square, its proportions kept.
 * @param titles One for each image, or none at all.
 * @throws PlotError `invalid-image` or `invalid-argument`.
 *
 * @example
 * ```ts
 * const image = { data: new Uint8Array(180 * 180 * 3), width: 180, height: 180, channels: 3 };
 * await writeFile("grid.png", await plotImages([image], ["roses"]).toPng());
 * ```
 */
export function plotImages(
  images: readonly PlotImage[],
  titles: readonly string[] = [],
  options: PlotImagesOptions = {},
): StaticPlot {
  checkOptions(options, rules);
  if (!isArray(images)) refuse("images", "a list of images", images);
  texts("titles", titles);
  if (images.length === 0)
    throw new PlotError("invalid-argument", "images must hold at least one image. Received: none");
  if (titles.length !== 0 && titles.length !== images.length) {
    throw new PlotError(
      "invalid-argument",
      `titles must have ${images.length} entries, one for each image. Received: ${titles.length}`,
    );
  }
  images.forEach((image, at) => checkImage(image, `images[${at}]`));
  const columns = Math.min(images.length, options.columns ?? 3);
  const cell = options.cellSize ?? 210;
  const spacing = options.spacing ?? 24;
  const valueRange = options.valueRange ?? guessValueRange(images);
  const limit = Math.max(1, cell + spacing - 4);
  const shown = shortenNames(titles, limit, titleSize);
  const titleRoom = titles.length === 0 ? 0 : 24;
  const rows = images.map((image, at) => {
    const fit = Math.min(cell / image.width, cell / image.height);
    const left = (at % columns) * (cell + spacing);
    const top = Math.floor(at / columns) * (cell + spacing + titleRoom) + titleRoom;
    return {
      url: dataUri(encodePng(toByteRange(image, valueRange), `images[${at}]`)),
      title: shown[at] ?? "",
      x: left + cell / 2,
      y: top + cell / 2,
      titleY: top - 8 + (cell - image.height * fit) / 2,
      width: image.width * fit,
      height: image.height * fit,
    };
  });
  const spec = imagesSpec(rows, options, {
    width: columns * cell + (columns - 1) * spacing,
    height: Math.ceil(images.length / columns) * (cell + spacing + titleRoom) - spacing,
    limit,
  });
  return {
    spec,
    toSvg: (svgOptions) => specToSvg(spec, undefined, svgOptions),
    toPng: (pngOptions) => specToPng(spec, undefined, pngOptions),
    toText: () =>
      images
        .map(
          (image, at) =>
            `${at + 1}. ${titles[at] ?? "image"} (${image.width} x ${image.height} x ${image.channels})`,
        )
        .join("\n"),
    mount: (element) => mountSpec(spec, element),
  };
}

/** Size of the type of a title above an image. */
const titleSize = 13;

function imagesSpec(
  rows: readonly object[],
  options: PlotImagesOptions,
  size: { readonly width: number; readonly height: number; readonly limit: number },
): TopLevelSpec {
  const title =
    options.title === undefined ? [] : wrapText(options.title, Math.max(size.width, 240), 16);
  const at = (field: string): object => ({ field, type: "quantitative", scale: null, axis: null });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: "A grid of images",
    background: "white",
    padding: 14,
    width: size.width,
    height: size.height,
    ...(title.length === 0
      ? {}
      : {
          title: {
            text: linesOf(title),
            anchor: "middle",
            fontSize: 16,
            offset: 14,
          },
        }),
    data: { values: rows },
    layer: [
      {
        mark: {
          type: "image",
          width: { expr: "datum.width" },
          height: { expr: "datum.height" },
          align: "center",
          baseline: "middle",
          smooth: options.pixelated !== true,
        },
        encoding: { x: at("x"), y: at("y"), url: { field: "url", type: "nominal" } },
      },
      {
        mark: {
          type: "text",
          fontSize: titleSize,
          baseline: "bottom",
          align: "center",
          limit: size.limit,
          color: "#111111",
        },
        encoding: { x: at("x"), y: at("titleY"), text: { field: "title" } },
      },
    ],
    config: { ...baseConfig, view: { stroke: null } },
  };
}
