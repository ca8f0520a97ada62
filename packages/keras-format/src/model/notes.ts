/** What of a file does not arrive as it was, layer by layer. */
import { KerasFormatError } from "../errors";

/**
 * How grave it is.
 *
 * - `"note"`: the same numbers, or the same up to the rounding of another precision.
 * - `"loss"`: something is left out; predictions are the same. The strict way refuses it.
 * - `"refusal"`: the layer cannot be carried over.
 */
export type CarryKind = "note" | "loss" | "refusal";

/** One sentence about one layer. */
export interface CarryNote {
  readonly kind: CarryKind;
  /** The layer's name, that of the model for what concerns the whole; `"optimizer"` for the optimizer. */
  readonly layer: string;
  /** Keras's class name. */
  readonly className: string;
  /** What follows "layer ... ", such as `"has dtype mixed_float16, computed in float32"`. */
  readonly reason: string;
}

/** Collects notes while a model is made, and refuses what the caller does not want to lose. */
export class Notes {
  readonly list: CarryNote[] = [];
  readonly #strict: boolean;
  readonly #where: string;

  constructor(where: string, strict: boolean) {
    this.#where = where;
    this.#strict = strict;
  }

  note(layer: { readonly name: string; readonly className: string }, reason: string): void {
    this.#add("note", layer, reason);
  }

  loss(layer: { readonly name: string; readonly className: string }, reason: string): void {
    this.#add("loss", layer, reason);
  }

  refusal(layer: { readonly name: string; readonly className: string }, reason: string): void {
    this.#add("refusal", layer, reason);
  }

  #add(
    kind: CarryKind,
    { name, className }: { readonly name: string; readonly className: string },
    reason: string,
  ): void {
    const same = (each: CarryNote): boolean => each.layer === name && each.reason === reason;
    if (!this.list.some(same)) this.list.push({ kind, layer: name, className, reason });
  }

  /** @throws KerasFormatError `unsupported`, naming the first layer that stands in the way, and how many more do */
  settle(): void {
    const bad = this.list.filter(
      ({ kind }) => kind === "refusal" || (kind === "loss" && this.#strict),
    );
    const [first] = bad;
    if (!first) return;
    const more = bad.length > 1 ? ` (and ${bad.length - 1} more; carryReport lists them)` : "";
    const mere = bad.every(({ kind }) => kind === "loss");
    throw new KerasFormatError(
      "unsupported",
      `${this.#where}: layer "${first.layer}" (${first.className}) ${first.reason}${more}.`,
      mere ? { remedy: "Pass strict: false to continue without it." } : {},
    );
  }
}
