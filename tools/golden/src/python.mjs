/** Runs Python's Keras, named by `KERAS_PYTHON`, so that it gives the same numbers every time on one machine. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { repository, scriptsFolder } from "./table.mjs";

export const python = process.env["KERAS_PYTHON"];

/** One thread and TensorFlow's own kernels: threads and oneDNN take sums in other orders. */
const environment = {
  PYTHONPATH: scriptsFolder,
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONHASHSEED: "0",
  PYTHONUTF8: "1",
  KERAS_BACKEND: "tensorflow",
  CUDA_VISIBLE_DEVICES: "",
  TF_CPP_MIN_LOG_LEVEL: "3",
  TF_ENABLE_ONEDNN_OPTS: "0",
  TF_NUM_INTEROP_THREADS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
};

/**
 * Runs the interpreter. With `out`, that is the working folder and where `made()` writes.
 *
 * @param {string[]} args
 * @param {string} [out]
 */
export function runPython(args, out) {
  return spawnSync(String(python), args, {
    encoding: "utf8",
    cwd: out ?? repository,
    env: {
      ...process.env,
      ...environment,
      ...(out === undefined ? {} : { GOLDEN_OUT: out }),
    },
    maxBuffer: 2 ** 30,
  });
}

/**
 * The packages that the fixtures were made with.
 *
 * @returns {Map<string, import("./programs.mjs").Program>} by name
 */
export function pinnedPackages() {
  const files = ["requirements.txt", "requirements-alone.txt"];
  return new Map(
    files.flatMap((file) =>
      readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
        .split("\n")
        .map((line) => /^([\w-]+)==(\S+)$/u.exec(line))
        .filter((pin) => pin !== null)
        .map(([, name, version]) => [String(name), { version: String(version), from: file }]),
    ),
  );
}

/**
 * Which versions `KERAS_PYTHON` has of these packages; undefined for one that it lacks.
 *
 * @param {readonly string[]} names
 * @returns {Map<string, string | undefined>}
 */
export function installedPackages(names) {
  const source =
    "import importlib.metadata as m, json, sys\n" +
    "def v(n):\n try: return m.version(n)\n except m.PackageNotFoundError: return None\n" +
    "print(json.dumps([v(n) for n in sys.argv[1:]]))";
  const found = runPython(["-c", source, ...names]);
  if (found.status !== 0) {
    throw new Error(`golden: KERAS_PYTHON (${python}) does not run.\n${found.stderr ?? ""}`);
  }
  const versions = JSON.parse(found.stdout);
  return new Map(names.map((name, i) => [name, versions[i] ?? undefined]));
}
