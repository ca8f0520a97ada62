/** What a file says of its model, as text or JSON, without making the model. */
import { files } from "@flowers/files";
import { readKeras } from "../archive/read-keras";
import { isList, textAt } from "../config/json";
import { KerasFormatError } from "../errors";
import { carryReport } from "../model/to-layers-model";
import type { KerasFile, KerasLayer } from "../types";

/** @throws KerasFormatError `invalid-file` when there is no such file */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await files.read(path);
  if (bytes !== null) return bytes;
  throw new KerasFormatError("invalid-file", `there is no file "${path}".`, {
    remedy: "Check the path.",
  });
}

interface Line {
  readonly name: string;
  readonly className: string;
  readonly shapes: string;
  readonly parameters: number;
  readonly depth: number;
}

const count = ({ weights }: KerasLayer): number =>
  weights.reduce((sum, { data }) => sum + data.length, 0);

function linesOf(layers: readonly KerasLayer[], depth = 0): Line[] {
  return layers.flatMap((layer) => {
    const inner = linesOf(layer.layers, depth + 1);
    const within = inner.reduce(
      (sum, each) => sum + (each.depth === depth + 1 ? each.parameters : 0),
      0,
    );
    const shape = layer.config["batch_shape"];
    const shapes = isList(shape)
      ? JSON.stringify(shape).replaceAll("null", "?")
      : layer.weights.map((weight) => `[${weight.shape.join(",")}]`).join(" ");
    const { name, className } = layer;
    return [{ name, className, shapes, parameters: count(layer) + within, depth }, ...inner];
  });
}

function describe(file: KerasFile): Record<string, unknown> {
  const { metadata, config, layers, optimizer } = file;
  const model = config["config"];
  const lines = linesOf(layers);
  return {
    name:
      typeof model === "object" && model !== null && !isList(model)
        ? (textAt(model as never, "name") ?? "model")
        : "model",
    className: config["class_name"] ?? null,
    kerasVersion: metadata["keras_version"] ?? null,
    dateSaved: metadata["date_saved"] ?? null,
    parameters: lines.reduce(
      (sum, { depth, parameters }) => sum + (depth === 0 ? parameters : 0),
      0,
    ),
    layers: lines,
    optimizer: optimizer && {
      className: optimizer.className,
      iterations: Number(optimizer.variables[0]?.data[0] ?? 0),
      learningRate: optimizer.variables[1]?.data[0] ?? optimizer.config["learning_rate"] ?? null,
      variables: optimizer.variables.length,
    },
    notes: carryReport(file),
  };
}

/** A table of the layers, and what would not be taken over as it is. */
export async function inspect(path: string, { json }: { readonly json: boolean }): Promise<string> {
  const file = await readKeras(await readBytes(path));
  const found = describe(file);
  if (json)
    return `${JSON.stringify(found, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value), 2)}\n`;
  const lines = found["layers"] as Line[];
  const names = lines.map(({ name, depth }) => "  ".repeat(depth) + name);
  const width = Math.max(5, ...names.map((name) => name.length));
  const classes = Math.max(5, ...lines.map(({ className }) => className.length));
  const rows = lines.map(({ className, shapes, parameters }, i) =>
    `${(names[i] ?? "").padEnd(width)}  ${className.padEnd(classes)}  ${parameters.toLocaleString("en").padStart(12)}  ${shapes}`.trimEnd(),
  );
  const optimizer = found["optimizer"] as {
    className: string;
    iterations: number;
    learningRate: unknown;
  } | null;
  const version =
    found["kerasVersion"] === null
      ? "an unknown version of Keras"
      : `Keras ${String(found["kerasVersion"] as string)}`;
  const notes = carryReport(file).map(({ kind, layer, reason }) => `  ${kind}: ${layer} ${reason}`);
  return [
    `${String(found["name"] as string)} (${String(found["className"] as string)}), saved by ${version}`,
    "",
    ...rows,
    "",
    `${Number(found["parameters"]).toLocaleString("en")} parameters`,
    optimizer
      ? `optimizer: ${optimizer.className}, ${optimizer.iterations} steps, learning rate ${String(optimizer.learningRate as number)}`
      : "not compiled",
    ...(notes.length > 0 ? ["", "In TensorFlow.js:", ...notes] : []),
    "",
  ].join("\n");
}
