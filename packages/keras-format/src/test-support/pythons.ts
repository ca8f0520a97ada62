/** Pythons that tests ask: one with real Keras, one with onnxruntime. They are named by the environment, or absent. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A Python that has tools/golden/requirements.txt. */
export const kerasPython = process.env["KERAS_PYTHON"];

/** Where the scripts are that make models with it. */
export const scripts = fileURLToPath(new URL("../../../../tools/golden/scripts/", import.meta.url));

/** What it prints. @throws Error with the end of what it complains of */
export function runPython(python: string | undefined, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(python ?? "", args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
}

/** What a script printed after `RESULT`, as JSON. */
export const resultOf = (output: string): unknown =>
  JSON.parse(output.slice(output.lastIndexOf("RESULT") + "RESULT".length));

const onnx = process.env["ONNX_PYTHON"] ?? kerasPython;

/** A Python that has onnxruntime 1.12 or later, or undefined. */
export const onnxPython =
  onnx !== undefined && spawnSync(onnx, ["-c", "import onnxruntime"]).status === 0
    ? onnx
    : undefined;

/** A model's file and the inputs it is given, in the model's order. */
export interface OnnxRun {
  readonly path: string;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
}

/** What onnxruntime makes of one. */
export interface OnnxResult {
  readonly outputs: readonly { readonly shape: number[]; readonly values: number[] }[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Why it takes no such file, or null. */
  readonly error: string | null;
}

const runner = `
import json, sys, numpy as np, onnxruntime
onnxruntime.set_default_logger_severity(4)
found = []
for job in json.load(open(sys.argv[1])):
    try:
        session = onnxruntime.InferenceSession(job["path"], providers=["CPUExecutionProvider"])
        xs = [np.array(each["values"], "float32").reshape(each["shape"]) for each in job["inputs"]]
        ys = session.run(None, dict(zip([each.name for each in session.get_inputs()], xs)))
        outputs = [{"shape": list(y.shape), "values": y.ravel().tolist()} for y in ys]
        found.append({"outputs": outputs, "metadata": session.get_modelmeta().custom_metadata_map, "error": None})
    except Exception as error:
        found.append({"outputs": [], "metadata": {}, "error": str(error)[:500]})
print("RESULT" + json.dumps(found))
`;

/** Runs models in onnxruntime, all in one process. */
export function inOnnxruntime(runs: readonly OnnxRun[]): readonly OnnxResult[] {
  const folder = mkdtempSync(join(tmpdir(), "flowers-onnx-"));
  try {
    const jobs = join(folder, "jobs.json");
    const inputsOf = ({ inputs }: OnnxRun): unknown =>
      inputs.map(({ shape, values }) => ({ shape, values: [...values] }));
    writeFileSync(
      jobs,
      JSON.stringify(runs.map((run) => ({ path: run.path, inputs: inputsOf(run) }))),
    );
    return resultOf(runPython(onnxPython, ["-c", runner, jobs])) as readonly OnnxResult[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
