/** Writes each epoch's values as one line of a CSV file. */
import type { Callback, Logs } from "./callback";
import { checkArgument, checkOptions, flag, rule, type Rules, someText } from "../options";
import { floatRepr } from "../progress/python-format";
import type { FileStore } from "@flowers/files";
import { files } from "../files";
import { storeRule } from "./option-rules";

/** See {@link CSVLogger}. */
export interface CSVLoggerOptions {
  /** Between two fields. Default `","`. */
  readonly separator?: string;
  /** Adds to a file that is there, its header included. Default false: starts a new file. */
  readonly append?: boolean;
  /** Default `"\r\n"`, as Keras has it. */
  readonly lineEnd?: "\r\n" | "\n";
  /** Where files go. Default: the platform's. */
  readonly store?: FileStore;
}

const rules: Rules<CSVLoggerOptions> = {
  separator: rule("a single character", (value) => typeof value === "string" && value.length === 1),
  append: flag,
  lineEnd: rule('"\\r\\n" or "\\n"', (value) => value === "\r\n" || value === "\n"),
  store: storeRule,
};

/**
 * Keras's `CSVLogger`, byte for byte: `epoch` (from 0) and the names of the first epoch in alphabetical order, then a
 * line per epoch; numbers as Python writes them, CRLF, `NA` for what an epoch does not have. The file is complete
 * after every epoch. A run that may be resumed wants `append: true`.
 *
 * @throws TrainingError `file`, during training, when the file cannot be written
 * @example
 * ```ts
 * callbacks: [new CSVLogger("runs/log.csv")]
 * // epoch,accuracy,loss,val_accuracy,val_loss
 * // 0,0.25,1.6,0.3,1.55
 * ```
 */
export class CSVLogger implements Callback {
  static readonly name: string = "CSVLogger";
  readonly chiefOnly = true;
  readonly #path: string;
  readonly #separator: string;
  readonly #append: boolean;
  readonly #lineEnd: string;
  readonly #store: FileStore;
  #keys: readonly string[] | null = null;
  #writeHeader = true;

  constructor(path: string, options: CSVLoggerOptions = {}) {
    checkArgument("CSVLogger", "path", path, someText);
    checkOptions("CSVLogger", options, rules);
    this.#path = path;
    this.#separator = options.separator ?? ",";
    this.#append = options.append ?? false;
    this.#lineEnd = options.lineEnd ?? "\r\n";
    this.#store = options.store ?? files;
  }

  async onTrainBegin(): Promise<void> {
    this.#keys = null;
    this.#writeHeader = true;
    if (this.#append) {
      const former = await this.#store.read(this.#path);
      this.#writeHeader = former === null || former.length === 0;
    } else {
      await this.#store.writeAtomic(this.#path, new Uint8Array());
    }
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    let text = "";
    if (this.#keys === null) {
      const names = Object.keys(logs).sort(byCodePoint);
      const hasValidation = names.some((name) => name.startsWith("val_"));
      this.#keys = hasValidation ? names : [...names, ...names.map((name) => `val_${name}`)];
      if (this.#writeHeader) text += this.#line(["epoch", ...this.#keys]);
    }
    const values = this.#keys.map((key) => {
      const value = logs[key];
      return value === undefined ? "NA" : floatRepr(value);
    });
    text += this.#line([String(epoch), ...values]);
    await this.#store.append(this.#path, new TextEncoder().encode(text));
  }

  #line(fields: readonly string[]): string {
    return `${fields.map((field) => this.#quoted(field)).join(this.#separator)}${this.#lineEnd}`;
  }

  #quoted(field: string): string {
    const plain = !field.includes(this.#separator) && !/["\r\n]/.test(field);
    return plain ? field : `"${field.replaceAll('"', '""')}"`;
  }
}

/** Python's order of strings, by code point; JavaScript's own is by code unit. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [i, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
