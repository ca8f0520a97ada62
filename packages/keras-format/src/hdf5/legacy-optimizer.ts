/**
 * Optimizers of whole `.h5` files. Keras 3 keeps the iteration, the learning rate and then the slots; tf.keras from 2.11 the same
 * without the rate; tf.keras before that the iteration, then one slot of every weight after another, and names that say which.
 */
import { isObject, objectAt, textAt } from "../config/json";
import type { JsonObject, KerasArray, KerasOptimizer } from "../types";
import { texts } from "./legacy-weights";
import type { Hdf5Tree } from "./read-tree";

/** Slots of tf.keras before 2.11 by the ends of their names, in today's order; those of one list stand together for each weight. */
const oldSlots: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Adadelta: [["accum_grad", "accum_var"]],
  Adagrad: [["accumulator"]],
  Adam: [["m", "v"], ["vhat"]],
  Adamax: [["m", "v"]],
  Ftrl: [["accumulator", "linear"]],
  RMSprop: [["rms"], ["momentum"], ["mg"]],
  SGD: [["momentum"]],
};

interface Named {
  readonly name: string;
  readonly array: KerasArray;
}

/** Without the mark of a class that Keras knows under another name: `"Custom>Adam"`. */
const bare = (className: string): string => className.replace(/^.*>/, "");

/** The optimizer that a file's training settings name; without variables where their order is not known. */
export function optimizerOf(training: JsonObject, tree: Hdf5Tree): KerasOptimizer | null {
  const optimizer = training["optimizer_config"] ?? training["optimizer"];
  if (!isObject(optimizer)) return null;
  const given = textAt(optimizer, "class_name");
  if (given === undefined) return null;
  const className = bare(given);
  const config = objectAt(optimizer, "config");
  const names = texts(tree.attributes.get("optimizer_weights"), "weight_names") ?? [];
  const named = names.flatMap((name): Named[] => {
    const array = tree.arrays.get(`optimizer_weights/${name}`);
    return array ? [{ name, array }] : [];
  });
  const whole = named.length === names.length && named.length > 0;
  return { className, config, variables: whole ? ordered(className, config, named) : [] };
}

function ordered(className: string, config: JsonObject, named: readonly Named[]): KerasArray[] {
  const [first, second] = named;
  const arrays = named.map(({ array }) => array);
  const counts = first !== undefined && /(^|\/)iterations?(:0)?$/.test(first.name);
  const scheduled = isObject(config["learning_rate"]);
  if (counts && (scheduled || /(^|\/)learning_rate(:0)?$/.test(second?.name ?? ""))) return arrays;
  const rate = config["learning_rate"] ?? config["lr"];
  if (first === undefined || typeof rate !== "number") return [];
  const learningRate: KerasArray = { shape: [], dtype: "float32", data: Float32Array.of(rate) };
  if (counts) return [first.array, learningRate, ...arrays.slice(1)];
  if (!/(^|\/)iter(:0)?$/.test(first.name)) return [];
  const groups = Object.hasOwn(oldSlots, className) ? oldSlots[className] : undefined;
  const slots = groups?.flatMap((group) => interleaved(group.map((slot) => slotOf(named, slot))));
  if (slots?.length !== named.length - 1) return [];
  return [
    { shape: [], dtype: "int64", data: BigInt64Array.of(BigInt(Number(first.array.data[0] ?? 0))) },
    learningRate,
    ...slots,
  ];
}

const slotOf = (named: readonly Named[], slot: string): KerasArray[] =>
  named
    .filter(({ name }) => name.replace(/:0$/, "").endsWith(`/${slot}`))
    .map((each) => each.array);

/** The first of each list, then the second of each, and so on. */
function interleaved(lists: readonly (readonly KerasArray[])[]): KerasArray[] {
  const kept = lists.filter((list) => list.length > 0);
  return (kept[0] ?? []).flatMap((_, i) => kept.flatMap((list) => list[i] ?? []));
}
