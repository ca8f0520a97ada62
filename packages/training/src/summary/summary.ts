/** Keras's table of a model's layers, output shapes and parameters. */
import type * as tf from "@tensorflow/tfjs";
import { standardOutput, terminalColumns } from "#platform";
import { TrainingError } from "../errors";
import { fixed, thousands } from "../progress/python-format";
import { connections, isChain } from "./graph";
import { type Align, columnWidths, renderTable } from "./table";
import { refuseUnknown } from "../names";
import { requireModel, requireOptions } from "../require-model";

/** See {@link summary}. */
export interface SummaryOptions {
  /** Gets the whole text once, its last newline included. Standard output by default. */
  readonly printFn?: (text: string) => unknown;
  /** Width of the table in columns. Default: 88 (100 with `showTrainable`), or the terminal's width less 4. */
  readonly lineLength?: number;
  /** Adds a column that says whether a layer is trained. Default false. */
  readonly showTrainable?: boolean;
  /** Size of the optimizer's state, once it has one. Counted in the total, as in Keras. */
  readonly optimizer?: { readonly params: number; readonly sizeBytes: number };
}

/**
 * Prints a model's table as Keras 3 does, to the character: layer names and classes, output shapes, parameters, then
 * totals. A model that is not a chain of layers gets a column `Connected to`.
 *
 * @throws TrainingError `invalid-argument` when a column would be narrower than 4
 * @example
 * ```ts
 * summary(tf.sequential({ name: "tiny", layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "dense" })] }), { lineLength: 50 });
 * // Model: "tiny"
 * // ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
 * // ┃ Layer (type)        ┃ Output Shape   ┃ Param # ┃
 * // ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
 * // │ dense (Dense)       │ (None, 1)      │       3 │
 * // └─────────────────────┴────────────────┴─────────┘
 * //  Total params: 3 (12.00 B)
 * //  Trainable params: 3 (12.00 B)
 * //  Non-trainable params: 0 (0.00 B)
 * ```
 */
export function summary(model: tf.LayersModel, options: SummaryOptions = {}): void {
  checkSummaryOptions(options);
  const print = options.printFn ?? ((text: string) => standardOutput.write(text));
  print(summaryText(model, options));
}

function checkSummaryOptions(options: SummaryOptions): void {
  requireOptions("summary", options);
  refuseUnknown("summary", options, ["printFn", "lineLength", "showTrainable", "optimizer"]);
}

/** The text that {@link summary} prints. */
export function summaryText(model: tf.LayersModel, options: SummaryOptions = {}): string {
  requireModel("summary", model);
  checkSummaryOptions(options);
  const { showTrainable = false } = options;
  const chain = isChain(model);
  const header = ["Layer (type)", "Output Shape", "Param #"];
  const aligns: Align[] = ["left", "left", "right"];
  let positions = chain ? [0.45, 0.8, 1] : [0.3, 0.56, 0.74, 1];
  let defaultLength = chain ? 88 : 108;
  if (!chain) {
    header.push("Connected to");
    aligns.push("left");
  }
  if (showTrainable) {
    header.push("Trainable");
    aligns.push("center");
    positions = [...positions.map((position) => position * 0.9), 1];
    defaultLength += 12;
  }
  const lineLength = options.lineLength ?? Math.min(defaultLength, terminalColumns() - 4);
  const widths = columnWidths(positions, lineLength);
  checkWidths(positions, lineLength);

  const rows = shownLayers(model).map((layer) => {
    const cells = [`${layer.name} (${className(layer)})`, shapeText(layer), paramText(layer)];
    if (!chain) cells.push(connections(model, layer));
    if (showTrainable) cells.push(layer.weights.length === 0 ? "-" : layer.trainable ? "Y" : "N");
    return cells;
  });
  return `Model: "${model.name}"\n${renderTable(header, rows, widths, aligns)}${totals(model, options)}`;
}

function totals(model: tf.LayersModel, { optimizer }: SummaryOptions): string {
  const trainable = sizeOf(model.trainableWeights);
  const frozen = sizeOf(model.nonTrainableWeights);
  const state = optimizer ?? { params: 0, sizeBytes: 0 };
  const line = (
    name: string,
    size: { readonly params: number; readonly sizeBytes: number },
  ): string => ` ${name} params: ${thousands(size.params)} (${readableSize(size.sizeBytes)})\n`;
  const total = {
    params: trainable.params + frozen.params + state.params,
    sizeBytes: trainable.sizeBytes + frozen.sizeBytes + state.sizeBytes,
  };
  return (
    line("Total", total) +
    line("Trainable", trainable) +
    line("Non-trainable", frozen) +
    (optimizer ? line("Optimizer", state) : "")
  );
}

/** Bytes with two decimals in the largest unit that keeps them at 1 or more. */
export function readableSize(sizeBytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let size = sizeBytes;
  let unit = 0;
  while (size / 1024 >= 1 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${fixed(size, 2)} ${units[unit]}`;
}

function sizeOf(weights: readonly tf.LayerVariable[]): {
  readonly params: number;
  readonly sizeBytes: number;
} {
  let params = 0;
  let sizeBytes = 0;
  for (const { shape, dtype } of new Set(weights)) {
    const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
    params += size;
    sizeBytes += size * (dtype === "bool" ? 1 : 4);
  }
  return { params, sizeBytes };
}

/** Keras does not list the input layer of a Sequential. */
function shownLayers(model: tf.LayersModel): readonly tf.layers.Layer[] {
  const isSequential = model.getClassName() === "Sequential";
  return model.layers.filter((layer) => !isSequential || layer.getClassName() !== "InputLayer");
}

/** Keras's class name: ours without the prefix that keeps it apart from tfjs's, tfjs's as it is. */
function className(layer: tf.layers.Layer): string {
  return layer.getClassName().replace(/^.*>/, "");
}

function shapeText(layer: tf.layers.Layer): string {
  let shape: tf.Shape | tf.Shape[];
  try {
    shape = layer.outputShape;
  } catch {
    return "?"; // tfjs throws for a layer that was never called, or called on several shapes
  }
  const one = (dims: tf.Shape): string => {
    const text = dims.map((dim) => (dim === null ? "None" : String(dim)));
    return text.length === 1 ? `(${text[0]})` : `(${text.join(", ")})`;
  };
  if (!Array.isArray(shape[0])) return one(shape as tf.Shape);
  return (shape as tf.Shape[]).length === 1
    ? one(shape[0])
    : `[${(shape as tf.Shape[]).map(one).join(", ")}]`;
}

function paramText(layer: tf.layers.Layer): string {
  return layer.built ? thousands(layer.countParams()) : "0 (unbuilt)";
}

function checkWidths(positions: readonly number[], lineLength: number): void {
  let used = 0;
  for (const position of positions) {
    const width = Math.trunc(position * lineLength) - used;
    if (width < 4) {
      throw new TrainingError(
        "invalid-argument",
        `summary: lineLength must leave 4 columns to each part of the table; received ${lineLength}.`,
      );
    }
    used += width;
  }
}
