/** Models in onnxruntime, beside what Keras gave for them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outputs, worstDifference } from "@flowers-tools/testing/keras-models";
import { onnxPython, resultOf, runPython } from "@flowers-tools/testing/python";

/** A model's file and the inputs it is given, in the model's order. */
export interface OnnxRun {
  readonly path: string;
  readonly inputs: readonly {
    readonly shape: readonly number[];
    readonly values: ArrayLike<number>;
  }[];
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
      inputs.map(({ shape, values }) => ({ shape, values: Array.from(values) }));
    writeFileSync(
      jobs,
      JSON.stringify(runs.map((run) => ({ path: run.path, inputs: inputsOf(run) }))),
    );
    return resultOf(runPython(onnxPython, ["-c", runner, jobs])) as readonly OnnxResult[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A model, what it should give in onnxruntime, and by what name a fault is told. */
export interface OnnxCase extends OnnxRun {
  readonly name: string;
  readonly outputs: Outputs;
}

/** The names of those that onnxruntime does not take, or that give something else than Keras, with what is wrong. */
export function faultsInOnnxruntime(
  cases: readonly OnnxCase[],
  tolerance: number,
): (readonly [string, string | number])[] {
  const results = inOnnxruntime(cases);
  return cases.flatMap(({ name, outputs }, i) => {
    const { outputs: found = [], error = "no result" } = results[i] ?? {};
    const values = found.map((each) => Float32Array.from(each.values));
    const difference = worstDifference(values, { outputs });
    return error === null && difference < tolerance ? [] : [[name, error ?? difference] as const];
  });
}
