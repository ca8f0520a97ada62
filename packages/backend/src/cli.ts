/** The command `flowers-backend`: installs native TensorFlow, or says which backends this machine has. */
import { diagnoseBackends } from "./diagnose";
import { findNative, installNative } from "./doors";
import { asBackendError } from "./errors";
import type { NativeProgress } from "./native-types";

/** What the command line needs of its surroundings. */
export interface CommandSurroundings {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly signal?: AbortSignal;
  /** Whether a line may be overwritten to show progress. */
  readonly terminal: boolean;
}

const help = `flowers-backend: the backends of TensorFlow.js on this machine

  flowers-backend install [--force] [--wheel FILE]   put native TensorFlow on this machine (about 860 MB)
  flowers-backend doctor [--json]                    say which backends this machine has, and why not the others

  FLOWERS_CACHE_DIR=DIR   keep native TensorFlow in DIR/native, and downloads in DIR/datasets
  FLOWERS_NATIVE=off      never use native TensorFlow
`;

/** Runs the command; returns its exit code: 0 done, 1 failed, 2 wrong usage, 130 stopped by the user. */
export async function runCommandLine(
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const [command, ...rest] = words;
  if (command === "install") return install(rest, surroundings);
  if (command === "doctor") return doctor(rest, surroundings);
  if (command === undefined || command === "--help" || command === "-h") {
    surroundings.write(help);
    return 0;
  }
  return misuse(`unknown command "${command}"`, surroundings);
}

function misuse(reason: string, { writeError }: CommandSurroundings): number {
  writeError(`flowers-backend: ${reason}; see flowers-backend --help\n`);
  return 2;
}

async function install(words: readonly string[], around: CommandSurroundings): Promise<number> {
  let force = false;
  let wheelPath: string | undefined;
  const left = words.values();
  for (const word of left) {
    const wheel = word === "--wheel" ? left.next().value : undefined;
    if (word === "--force") force = true;
    else if (wheel !== undefined) wheelPath = wheel;
    else return misuse(`unknown option "${word}"`, around);
  }
  const before = findNative();
  try {
    const { version, folder, source } = await installNative({
      force,
      ...(wheelPath === undefined ? {} : { wheelPath }),
      ...(around.signal === undefined ? {} : { signal: around.signal }),
      onProgress: progressWriter(around),
    });
    if (around.terminal) around.write("\r\u001b[K");
    const found =
      !force && before !== undefined ? "is already installed" : "is installed and checked";
    around.write(`TensorFlow ${version} ${found}\n  from ${source}\n  in ${folder}\n`);
    return 0;
  } catch (error) {
    const { message, remedy, code } = asBackendError(error, "The installation failed");
    if (around.terminal) around.write("\r\u001b[K");
    around.writeError(`flowers-backend: ${message}${remedy === "" ? "" : ` ${remedy}`}\n`);
    return code === "aborted" ? 130 : 1;
  }
}

/** One line a phase; in a terminal, the line counts up. */
function progressWriter({
  write,
  terminal,
}: CommandSurroundings): (progress: NativeProgress) => void {
  let line = "";
  return ({ phase, source, receivedBytes, totalBytes }) => {
    const title = source === undefined ? phase : `${phase} ${source}`;
    if (!terminal) {
      if (line !== title) write(`${title}\n`);
      line = title;
      return;
    }
    const amount =
      totalBytes === undefined
        ? megabytes(receivedBytes)
        : `${megabytes(receivedBytes)} of ${megabytes(totalBytes)}`;
    write(`\r\u001b[K${title}${receivedBytes === 0 ? "" : `  ${amount}`}`);
  };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

async function doctor(words: readonly string[], around: CommandSurroundings): Promise<number> {
  const wrong = words.find((word) => word !== "--json");
  if (wrong !== undefined) return misuse(`unknown option "${wrong}"`, around);
  const diagnoses = await diagnoseBackends();
  if (words.includes("--json")) {
    around.write(`${JSON.stringify(diagnoses, undefined, 2)}\n`);
    return 0;
  }
  for (const { name, available, detail, remedy } of diagnoses) {
    const mark = available ? "yes" : "no ";
    around.write(`${name.padEnd(10)} ${mark} ${detail}${remedy === "" ? "" : ` ${remedy}`}\n`);
  }
  return 0;
}
