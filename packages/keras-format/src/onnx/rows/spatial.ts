/** Layers that pool, pad, crop, enlarge and resize, over one to three axes between batch and channels. */
import { numbersAt, textAt } from "../../config/json";
import { type Box, middleBox, proportionalBox, resizeMatrix } from "../../layers/formulas/resize";
import { pairs, sizeOf } from "../../layers/formulas/spatial";
import type { GraphBuilder } from "../graph-builder";
import { first, type OnnxCall, type OnnxRow, rankOf, window } from "../row";

/** Axes between batch and channels. */
const between = (call: OnnxCall): number => rankOf(call) - 2;

const pooling =
  (type: string): OnnxRow =>
  (call) => {
    const { graph, config } = call;
    const more: Record<string, number> = type === "AveragePool" ? { count_include_pad: 0 } : {};
    return graph.channelsSecond(first(call), between(call), (x) =>
      graph.add(type, [x], { ...window(config, "pool_size", between(call)), ...more }),
    );
  };

const globalPooling =
  (type: string): OnnxRow =>
  (call) =>
    call.graph.add(type, [first(call)], {
      axes: Array.from({ length: between(call) }, (_, i) => i + 1),
      keepdims: call.config["keepdims"] === true ? 1 : 0,
    });

const pad: OnnxRow = (call) => {
  const { graph, config } = call;
  const given = pairs(config, "padding", between(call));
  const [before, after] = [0, 1].map((side) => [0, ...given.map((pair) => pair[side] ?? 0), 0]);
  return graph.add("Pad", [first(call), graph.wholes([...(before ?? []), ...(after ?? [])])]);
};

/** Larger than any length: to the end. */
const far = 2 ** 31 - 1;

const crop: OnnxRow = (call) => {
  const { graph, config } = call;
  const cuts = pairs(config, "cropping", between(call));
  return graph.add("Slice", [
    first(call),
    graph.wholes(cuts.map(([before]) => before)),
    graph.wholes(cuts.map(([, after]) => (after === 0 ? far : -after))),
    graph.wholes(cuts.map((_, i) => i + 1)),
  ]);
};

const enlarge: OnnxRow = (call) => {
  const { graph, config } = call;
  const n = between(call);
  const sizes = numbersAt(config, "size", n, 2);
  const scales = graph.floats(Float32Array.of(1, 1, ...sizes), [n + 2]);
  const nearest = (textAt(config, "interpolation") ?? "nearest") === "nearest";
  const attributes: Record<string, string> = nearest
    ? { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
    : { mode: "linear", coordinate_transformation_mode: "half_pixel" };
  return graph.channelsSecond(first(call), n, (x) =>
    graph.add("Resize", [x, "", scales], attributes),
  );
};

/** Height and width of the images, or null where they are known only when the model runs. */
function lengthsOf({ shapes }: OnnxCall): [number, number] | null {
  const [, rows, columns] = shapes[0] ?? [];
  return typeof rows === "number" && typeof columns === "number" ? [rows, columns] : null;
}

const cut = (graph: GraphBuilder, x: string, { begin, size }: Box): string =>
  graph.add("Slice", [
    x,
    graph.wholes(begin),
    graph.wholes([begin[0] + size[0], begin[1] + size[1]]),
    graph.wholes([1, 2]),
  ]);

/** A product with a matrix along each axis: ONNX's own Resize wants the size of the batch, or rounds a quotient. */
function resized(
  graph: GraphBuilder,
  x: string,
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
  interpolation: string,
): string {
  const down = graph.floats(resizeMatrix(rows, height, interpolation), [height, rows]);
  const right = graph.floats(resizeMatrix(columns, width, interpolation), [width, columns]);
  return graph.channelsSecond(x, 2, (images) => {
    const tall = graph.add("MatMul", [down, images]);
    return graph.add("MatMul", [tall, graph.add("Transpose", [right], { perm: [1, 0] })]);
  });
}

const ofAnySize = { reason: "takes images of any size" };

const resizing: OnnxRow = (call) => {
  const { graph, config } = call;
  const [lengths, size] = [lengthsOf(call), sizeOf(call.config)];
  if (!lengths) return ofAnySize;
  const interpolation = textAt(config, "interpolation") ?? "bilinear";
  if (config["crop_to_aspect_ratio"] !== true)
    return resized(graph, first(call), lengths, size, interpolation);
  const box = proportionalBox(lengths, size);
  return resized(graph, cut(graph, first(call), box), box.size, size, interpolation);
};

const centerCrop: OnnxRow = (call) => {
  const { graph } = call;
  const [lengths, size] = [lengthsOf(call), sizeOf(call.config)];
  if (!lengths) return ofAnySize;
  if (lengths.every((length, axis) => length >= (size[axis] ?? 1)))
    return cut(graph, first(call), middleBox(lengths, size));
  const box = proportionalBox(lengths, size);
  return resized(graph, cut(graph, first(call), box), box.size, size, "bilinear");
};

const inDimensions = (
  name: (n: number) => string,
  row: OnnxRow,
): Readonly<Record<string, OnnxRow>> => Object.fromEntries([1, 2, 3].map((n) => [name(n), row]));

export const spatialRows: Readonly<Record<string, OnnxRow>> = {
  CenterCrop: centerCrop,
  Resizing: resizing,
  ...inDimensions((n) => `AveragePooling${n}D`, pooling("AveragePool")),
  ...inDimensions((n) => `Cropping${n}D`, crop),
  ...inDimensions((n) => `GlobalAveragePooling${n}D`, globalPooling("ReduceMean")),
  ...inDimensions((n) => `GlobalMaxPooling${n}D`, globalPooling("ReduceMax")),
  ...inDimensions((n) => `MaxPooling${n}D`, pooling("MaxPool")),
  ...inDimensions((n) => `UpSampling${n}D`, enlarge),
  ...inDimensions((n) => `ZeroPadding${n}D`, pad),
};
