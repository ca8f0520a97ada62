/** Decides what a layer of a file becomes, before anything is made, so that every reason against a model is known at once. */
import type * as tf from "@tensorflow/tfjs";
import {
  activationName,
  activationNames,
  oldHardSigmoidName,
  tfjsActivation,
} from "../config/activations";
import { isList, isObject, settingsOf, textAt } from "../config/json";
import { objectFromKeras } from "../config/objects";
import {
  ownLayer,
  type OwnFormula,
  type OwnLayer,
  type OwnOptions,
  type Shape,
} from "../layers/own-layer";
import type { FieldKind, LayerRow, StockLayer } from "../layers/row";
import { rowOf } from "../layers/table";
import type { JsonObject, JsonValue } from "../types";
import type { Slack } from "./guard-weights";
import { registeredLayer } from "./registered-layer";
import type { Notes } from "./notes";

/** Makes the layer that a Keras configuration describes; give it the configuration's `name`. */
export type LayerFactory = (config: JsonObject) => tf.layers.Layer;

/** What a layer's plan needs. */
export interface PlanContext {
  readonly factories: Readonly<Record<string, LayerFactory>>;
  readonly notes: Notes;
  /** Whether Keras 3 wrote the file; null when nobody knows. */
  readonly keras3: boolean;
  /** Shared by all layers of the model. */
  readonly slack: Slack;
}

/** One layer of a file. */
export interface Entry {
  readonly name: string;
  readonly className: string;
  readonly config: JsonObject;
}

/** Makes the layer, for inputs of these shapes. */
export type Make = (shapes: readonly Shape[]) => tf.layers.Layer;

/** Classes are made once, when a file first asks for them. */
const ownClasses = new Map<string, new (options: OwnOptions) => OwnLayer>();

export function ownClass(
  className: string,
  formula: OwnFormula,
): new (options: OwnOptions) => OwnLayer {
  const known = ownClasses.get(className) ?? ownLayer(className, formula);
  ownClasses.set(className, known);
  return known;
}

/** How the layer is made; null when it cannot be, with the reason among the notes. */
export function planLayer(saved: Entry, context: PlanContext): Make | null {
  const { notes } = context;
  const entry = oldHardSigmoid(saved, context);
  const factory = Object.hasOwn(context.factories, entry.className)
    ? context.factories[entry.className]
    : registeredLayer(entry.className);
  checkDtype(entry, notes);
  const { config } = entry;
  if (factory) return () => factory(plainDtype(config));
  const row = rowOf(entry.className);
  if (entry.className === "Lambda") {
    notes.refusal(
      entry,
      "holds a Python function, and code in files is not run; give a factory for it: " +
        "{ layers: { Lambda: (config) => ... } }",
    );
    return null;
  }
  if (!row) {
    notes.refusal(
      entry,
      "is not among the layers that are carried over; give a factory for it: " +
        `{ layers: { ${entry.className}: (config) => ... } }`,
    );
    return null;
  }
  const reason = row.refuses?.(config) ?? null;
  if (reason !== null) {
    notes.refusal(entry, reason);
    return null;
  }
  if (row.note !== undefined) notes.note(entry, row.note);
  if (isChannelsFirst(config)) {
    notes.refusal(entry, 'has data_format="channels_first"; expected "channels_last"');
    return null;
  }
  const padding = textAt(config, "padding");
  if (padding !== undefined && !["valid", "same", "causal"].includes(padding)) {
    notes.refusal(
      entry,
      `has padding=${JSON.stringify(padding)}; expected "valid", "same" or "causal"`,
    );
    return null;
  }
  const options: OwnOptions = {
    name: entry.name,
    trainable: config["trainable"] !== false,
    keras: Object.fromEntries(settingsOf(config)),
  };
  return planRow(row, entry, options, context);
}

function planRow(
  row: LayerRow,
  entry: Entry,
  options: OwnOptions,
  context: PlanContext,
): Make | null {
  const { notes } = context;
  const differs = row.stock?.differs(entry.config) ?? null;
  const { own } = row;
  const { layer } = row;
  const makeOwn: Make | undefined = layer
    ? () => layer(options)
    : own && (() => new (ownClass(entry.className, own))(options));
  if (row.stock && differs === null) {
    const args = stockArguments(row.stock, entry, context);
    const { make, takes } = row.stock;
    if (args === null) return null;
    return (shapes) =>
      makeOwn && takes?.(shapes, entry.config) === false ? makeOwn(shapes) : make(args as never);
  }
  if (layer) return makeOwn ?? null;
  if (makeOwn) return checkOwn(entry, notes) ? makeOwn : null;
  notes.refusal(entry, `${differs ?? "has other settings"}, which is not carried over`);
  return null;
}

const isChannelsFirst = (config: JsonObject): boolean => config["data_format"] === "channels_first";

/** The name of a dtype policy. */
export function policyOf(value: JsonValue | undefined): string {
  const config = isObject(value) ? value["config"] : undefined;
  const name = isObject(config) ? config["name"] : value;
  return typeof name === "string" ? name : "float32";
}

function checkDtype(entry: Entry, notes: Notes): void {
  const policy = policyOf(entry.config["dtype"]);
  if (policy === "float32") return;
  if (/^(mixed_)?(b?float16|float64)$/.test(policy)) {
    notes.note(entry, `has dtype ${policy}; it is computed in float32`);
  } else if (!/^u?int\d+$/.test(policy)) {
    notes.refusal(entry, `has dtype ${JSON.stringify(policy)}, which is not carried over`);
  }
}

const plainDtype = (config: JsonObject): JsonObject =>
  "dtype" in config ? { ...config, dtype: "float32" } : config;

/**
 * Keras 2's was `0.2 x + 0.5`; Keras 3 has another under the name, and takes it for old files too. Nobody can know which is meant,
 * so the strict way refuses it; the other computes what the model was trained with.
 */
function oldHardSigmoid(entry: Entry, { keras3, notes }: PlanContext): Entry {
  if (keras3) return entry;
  const config: Record<string, JsonValue> = { ...entry.config };
  for (const key of ["activation", "recurrent_activation"]) {
    if (activationName(config[key]) !== "hard_sigmoid") continue;
    config[key] = oldHardSigmoidName;
    notes.loss(
      entry,
      `has ${key}="hard_sigmoid" of Keras 2, which Keras 3 computes by another formula; strict: false takes that of Keras 2`,
    );
  }
  return { ...entry, config };
}

/** The arguments of tfjs's own layer; null when one of them cannot be carried over. */
function stockArguments(
  { fields }: StockLayer,
  entry: Entry,
  context: PlanContext,
): Record<string, unknown> | null {
  const { notes } = context;
  const before = notes.list.length;
  const args: Record<string, unknown> = {
    name: entry.name,
    trainable: entry.config["trainable"] !== false,
  };
  for (const [key, value] of settingsOf(entry.config)) {
    const known = fields[key];
    if (!known) {
      if (value !== null)
        notes.refusal(entry, `has the unknown setting ${key}=${JSON.stringify(value)}`);
      continue;
    }
    const made = argumentOf(known.kind, key, value, entry, context);
    if (made !== undefined) args[known.name] = made;
  }
  return notes.list.slice(before).some(({ kind }) => kind === "refusal") ? null : args;
}

/** One argument; undefined to leave it out. */
function argumentOf(
  kind: FieldKind,
  key: string,
  value: JsonValue,
  entry: Entry,
  context: PlanContext,
): unknown {
  const { notes } = context;
  if (kind === "ignored") return undefined;
  if (kind === "activation") {
    const name = activationName(value);
    if (name !== null) return tfjsActivation(name);
    notes.refusal(
      entry,
      `has activation ${JSON.stringify(value)}; expected one of ${activationNames.join(", ")}`,
    );
    return undefined;
  }
  if (kind === "initializer" || kind === "regularizer" || kind === "constraint") {
    const made = objectFromKeras(kind, value);
    if ("object" in made) return made.object;
    // The file's values replace what an initializer draws.
    if (kind === "initializer") notes.note(entry, `${made.reason}; its values come from the file`);
    else notes.loss(entry, made.reason);
    return undefined;
  }
  if (kind === "layer") return innerLayer(key, value, entry, context);
  if (kind === "axis") return isList(value) ? value[0] : value;
  if (kind !== "plain") {
    if (!kind.only.some((each) => JSON.stringify(each) === JSON.stringify(value))) {
      const known = kind.only.map((each) => JSON.stringify(each)).join(" or ");
      notes.refusal(entry, `has ${key}=${JSON.stringify(value)}; only ${known} is carried over`);
    }
    return undefined;
  }
  if (isObject(value)) {
    notes.refusal(entry, `has ${key}=${JSON.stringify(value)}, which is not carried over`);
    return undefined;
  }
  // tfjs takes null for an argument of its own in some layers only; merge_mode=null means two outputs.
  return value === null && key !== "merge_mode" ? undefined : value;
}

/** The layer in a wrapper. tfjs's Bidirectional puts "forward_" before its name, as Keras does. */
function innerLayer(
  key: string,
  value: JsonValue,
  entry: Entry,
  context: PlanContext,
): tf.layers.Layer | undefined {
  const config = isObject(value) ? value["config"] : undefined;
  const className = isObject(value) ? textAt(value, "class_name") : undefined;
  if (!isObject(config) || className === undefined) {
    context.notes.refusal(entry, `has no layer as its ${key}`);
    return undefined;
  }
  const given = textAt(config, "name") ?? className.toLowerCase();
  const name = entry.className === "Bidirectional" ? given.replace(/^forward_/, "") : given;
  if (isList(config["layers"])) {
    context.notes.refusal(entry, "wraps a whole model, which is not carried over");
    return undefined;
  }
  // A wrapper of tfjs makes its layer again by tfjs's registry, so a factory of the caller's has no part in it.
  const inner = { name, className, config: { ...config, name } };
  return planLayer(inner, { ...context, factories: {} })?.([]);
}

/** Settings that a formula of ours reads as they are: what cannot be read is refused. */
function checkOwn(entry: Entry, notes: Notes): boolean {
  const before = notes.list.length;
  for (const [key, value] of settingsOf(entry.config)) {
    if (key === "activation" && activationName(value) === null) {
      notes.refusal(entry, `has activation ${JSON.stringify(value)}, which is not carried over`);
    }
    if (key === "activity_regularizer" && value !== null) {
      notes.loss(entry, "has an activity_regularizer, which is not carried over");
    }
    const kind = (["regularizer", "constraint"] as const).find((each) => key.endsWith(each));
    if (kind && key !== "activity_regularizer") {
      const made = objectFromKeras(kind, value);
      if ("reason" in made) notes.loss(entry, made.reason);
    }
  }
  return !notes.list.slice(before).some(({ kind }) => kind === "refusal");
}
