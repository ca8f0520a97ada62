/** The command `keras-format`: says what is in a model file, and converts one into another. */
import { convert } from "./cli/convert";
import { inspect } from "./cli/inspect";
import { UsageError } from "./cli/usage-error";

/** What the command line needs of its surroundings. */
export interface CommandSurroundings {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

const help = `keras-format: model files of Keras, TensorFlow.js and ONNX

  keras-format inspect FILE [--json]    layers, shapes, parameters, optimizer and versions of a .keras or .h5 file,
                                        and what TensorFlow.js would not take over as it is
  keras-format convert FROM TO          writes TO from FROM, by their endings:
                                        .keras   Keras 3               .h5       whole model, for older readers
                                        .json    TensorFlow.js         .onnx     ONNX (only TO)
                                        .weights.h5 and .safetensors   weights alone (only TO)

  --lenient     goes on without what changes no prediction, and lists it
`;

interface FlowersError {
  readonly message: string;
  readonly remedy: string;
}

const isKnown = (error: unknown): error is FlowersError =>
  typeof error === "object" && error !== null && Symbol.for("flowers.error") in error;

/** Runs the command; returns its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(
  words: readonly string[],
  { write, writeError }: CommandSurroundings,
): Promise<number> {
  const flags = words.filter((word) => word.startsWith("-"));
  const [command, ...paths] = words.filter((word) => !word.startsWith("-"));
  const misuse = (reason: string): number => {
    writeError(`keras-format: ${reason}; see keras-format --help\n`);
    return 2;
  };
  if (flags.includes("--help") || flags.includes("-h") || command === undefined) {
    write(help);
    return 0;
  }
  const allowed = command === "inspect" ? ["--json"] : ["--lenient"];
  const odd = flags.find((flag) => !allowed.includes(flag));
  if (command !== "inspect" && command !== "convert") return misuse(`unknown command "${command}"`);
  if (odd !== undefined) return misuse(`unknown option "${odd}"`);
  const wanted = command === "inspect" ? 1 : 2;
  if (paths.length !== wanted)
    return misuse(`${command} takes ${wanted === 1 ? "one file" : "two files"}`);
  const [from = "", to = ""] = paths;
  try {
    const text =
      command === "inspect"
        ? await inspect(from, { json: flags.includes("--json") })
        : await convert(from, to, { strict: !flags.includes("--lenient") });
    write(text);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) return misuse(error.message);
    if (!isKnown(error)) {
      // What tfjs says of a model that it cannot make.
      writeError(`keras-format: ${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    }
    const text = `${error.message}${error.remedy === "" ? "" : ` ${error.remedy}`}`;
    writeError(`keras-format: ${text.replaceAll("strict: false", "--lenient")}\n`);
    return 1;
  }
}
