/** Options that several commands share, and how their text is read. A bad value is refused before any work is done. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type BackendChoice, backendNames } from "../run/choose-backend";

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
