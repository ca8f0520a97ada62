/** Options that several commands share, and how their text is read. A bad value is refused before any work is done. */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";

export const backendNames = ["auto", "tensorflow", "wasm", "cpu"] as const;
export type BackendChoice = (typeof backendNames)[number];

/** The folder in which the user typed the command: pnpm runs scripts in the package's own folder. */
export const userFolder = process.env["INIT_CWD"] ?? process.cwd();

/** Makes a path that the user typed absolute. */
export function userPath(path: string): string {
  return isAbsolute(path) ? path : resolve(userFolder, path);
}

/** Whether the text is an http(s) or file address and not a path. */
export function isUrl(text: string): boolean {
  return /^(https?|file):\/\//i.test(text);
}

export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      const range =
        high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
      throw new InvalidArgumentError(`Expected a whole number ${range}; received "${text}".`);
    }
    return value;
  };
}

/** `10` or `10,15`: epochs of the plain and of the augmented model. */
export function epochPair(text: string): [number, number] {
  const parts = text.split(",").map(wholeNumber(1, 100_000));
  const [first, second = first] = parts;
  if (first === undefined || second === undefined || parts.length > 2) {
    throw new InvalidArgumentError(`Expected N or N,M epochs; received "${text}".`);
  }
  return [first, second];
}

/** `180` or `180x240`: height and width in pixels. The three poolings need at least 8 of each. */
export function imageSize(text: string): [number, number] {
  const match = /^(\d+)(?:x(\d+))?$/.exec(text);
  const size = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])] as [number, number];
  if (!match || size.some((side) => side < 8 || side > 4096)) {
    throw new InvalidArgumentError(
      `Expected HEIGHT or HEIGHTxWIDTH, each from 8 to 4096; received "${text}".`,
    );
  }
  return size;
}

export interface CommonOptions {
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** Adds the options that every command with a model has. */
export function withBackend(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--backend <name>",
        "what computes: native TensorFlow, WebAssembly or plain JavaScript",
      )
        .choices(backendNames)
        .default("auto"),
    )
    .option(
      "--json",
      "print one JSON document on stdout at the end, everything else on stderr",
      false,
    );
}

/** The first of `name`, `name-2`, `name-3` ... that does not exist. */
export function freshPath(path: string): string {
  for (let k = 1; ; k++) {
    const candidate = k === 1 ? path : `${path}-${k}`;
    if (!existsSync(candidate)) return candidate;
  }
}
