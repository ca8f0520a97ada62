import { describeOnBackends } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { CompiledGraph, type NamedTensors, type StepResult } from "./compiled-graph";
import { nativeBackend, type NativeBackend } from "./native-backend";
import { NotCompilable } from "./not-compilable";
import { ProtoWriter } from "../../protobuf";

describe("ProtoWriter", () => {
  it("writes the wire forms of the encoding guide", () => {
    expect([...new ProtoWriter().int(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
    expect([...new ProtoWriter().string(2, "testing").finish()]).toEqual([
      0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
    expect([...new ProtoWriter().message(3, new ProtoWriter().int(1, 150)).finish()]).toEqual([
      0x1a, 0x03, 0x08, 0x96, 0x01,
    ]);
    expect([...new ProtoWriter().int(1, -1).finish()]).toEqual([
      0x08,
      ...Array<number>(9).fill(0xff),
      0x01,
    ]);
  });
});

describeOnBackends(
  "CompiledGraph",
  () => {
    const size = 12;

    /** A small network with everything that the tutorial's has, its Adam slots, and three batches, one of them short. */
    function setUp(): {
      backend: NativeBackend;
      variables: tf.Variable[];
      batches: { xs: tf.Tensor4D; ys: tf.Tensor1D }[];
      step: (inputs: NamedTensors, fuse: boolean) => StepResult;
      dispose: () => void;
    } {
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({
            inputShape: [size, size, 3],
            filters: 4,
            kernelSize: 3,
            padding: "same",
            activation: "relu",
            kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
          }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({
            units: 3,
            kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          }),
        ],
      });
      const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const zeros = (): tf.Variable[] =>
        weights.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
      const [moments, squares] = [zeros(), zeros()];
      const batches = [8, 8, 5, 8, 5].map((count, k) => ({
        xs: tf.randomUniform([count, size, size, 3], 0, 1, "float32", k + 1) as tf.Tensor4D,
        ys: tf.tensor1d(
          Array.from({ length: count }, (_, i) => (i + k) % 3),
          "int32",
        ),
      }));
      const step = ({ xs, ys, power1, power2 }: NamedTensors, fuse: boolean): StepResult =>
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => {
            const logits = model.apply(xs as tf.Tensor, { training: true }) as tf.Tensor2D;
            const truth = tf.sum(tf.mul(logits, tf.oneHot(ys as tf.Tensor1D, 3)), -1);
            return tf.mean(tf.sub(tf.logSumExp(logits, -1), truth));
          }, weights);
          const alpha = tf.div(
            tf.mul(0.01, tf.sqrt(tf.sub(1, power2 as tf.Scalar))),
            tf.sub(1, power1 as tf.Scalar),
          );
          const fused = weights.map((weight, i) => {
            const [m, v] = [moments[i] as tf.Variable, squares[i] as tf.Variable];
            const gradient = grads[weight.name] as tf.Tensor;
            m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - 0.9)));
            v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - 0.999)));
            weight.assign(tf.sub(weight, tf.div(tf.mul(m, alpha), tf.add(tf.sqrt(v), 1e-7))));
            const update = {
              op: "ResourceApplyAdam" as const,
              variables: [weight, m, v],
              gradient: tf.keep(gradient),
            };
            return { ...update, scalars: ["power1", "power2", 0.01, 0.9, 0.999, 1e-7] };
          });
          if (!fuse) tf.dispose(fused.map(({ gradient }) => gradient));
          return { outputs: { loss: value }, fused: fuse ? fused : [] };
        });
      return {
        backend: nativeBackend() as NativeBackend,
        variables: [...weights, ...moments, ...squares],
        batches,
        step,
        dispose: () => {
          model.dispose();
          tf.dispose([moments, squares, batches]);
        },
      };
    }

    /** Losses of twelve steps and the sums of the weights after them. */
    function train(how: "eager" | "compiled" | "fused"): {
      losses: number[];
      sums: number[];
      left: number;
      ops: ReadonlySet<string>;
    } {
      const { backend, variables, batches, step, dispose } = setUp();
      const graph = new CompiledGraph(backend, variables);
      const before = tf.memory().numTensors;
      const losses: number[] = [];
      for (let t = 1; t <= 12; t++) {
        const { xs, ys } = batches[(t - 1) % batches.length] as {
          xs: tf.Tensor4D;
          ys: tf.Tensor1D;
        };
        const [power1, power2] = [tf.scalar(0.9 ** t), tf.scalar(0.999 ** t)];
        const inputs = { xs, ys, power1, power2 };
        const key = `step_${xs.shape[0]}`;
        let result: NamedTensors;
        if (how === "eager") {
          result = step(inputs, false).outputs;
        } else if (graph.has(key)) {
          result = graph.run(key, inputs);
        } else {
          graph.pull();
          result = graph.record(key, inputs, () => step(inputs, how === "fused")).outputs;
          graph.push();
        }
        losses.push((result["loss"] as tf.Tensor).dataSync()[0] ?? NaN);
        tf.dispose([result, power1, power2]);
      }
      graph.pull();
      const ops = new Set(graph.nodes.map(({ op }) => op));
      graph.dispose();
      const left = tf.memory().numTensors - before;
      const sums = variables.map((variable) =>
        tf.tidy(() => tf.sum(tf.abs(variable)).dataSync()[0] ?? NaN),
      );
      dispose();
      return { losses, sums, left, ops };
    }

    it("trains as the eager step does, short batches included", () => {
      const eager = train("eager");
      expect(eager.losses.at(-1)).toBeLessThan(eager.losses[0] ?? 0);
      for (const how of ["compiled", "fused"] as const) {
        const compiled = train(how);
        expect(compiled.left, "tensors left behind").toBe(0);
        // The first layer needs no gradient of its images.
        const [pooling, filterGradient] = nativeBackend()?.graphOps ?? [];
        for (const op of [pooling, filterGradient]) if (op) expect(compiled.ops).toContain(op);
        // The same ops on the same numbers; fusing changes the order of float32 sums only.
        compiled.losses.forEach((loss, t) => expect(loss).toBeCloseTo(eager.losses[t] ?? NaN, 5));
        compiled.sums.forEach((sum, i) => {
          expect(Math.abs(sum - (eager.sums[i] ?? NaN))).toBeLessThan(
            1e-4 * Math.max(1, eager.sums[i] ?? 0),
          );
        });
      }
    });

    it("updates nothing while the gate is shut", () => {
      const variable = tf.variable(tf.tensor1d([1, 2]));
      const graph = new CompiledGraph(nativeBackend() as NativeBackend, [variable]);
      const step = (x: tf.Tensor): StepResult => {
        tf.tidy(() => variable.assign(tf.add(variable, x)));
        return { outputs: { loss: tf.sum(x) }, gate: "loss" };
      };
      const [one, bad] = [tf.tensor1d([1, 1]), tf.tensor1d([Number.NaN, 1])];
      tf.dispose(graph.record("step", { x: one }, () => step(one)).outputs);
      graph.push();
      tf.dispose(graph.run("step", { x: one }));
      const { loss } = graph.run("step", { x: bad });
      expect(loss?.dataSync()[0]).toBeNaN();
      graph.pull();
      expect(Array.from(variable.dataSync())).toEqual([3, 4]);
      variable.assign(tf.tensor1d([10, 20])); // somebody else writes: the next step must see it
      tf.dispose(graph.run("step", { x: one }));
      graph.pull();
      expect(Array.from(variable.dataSync())).toEqual([11, 21]);
      graph.dispose();
      tf.dispose([variable, one, bad, loss as tf.Tensor]);
    });

    it("keeps what was written eagerly since the last step when it pulls", () => {
      const [written, stepped] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
      const graph = new CompiledGraph(nativeBackend() as NativeBackend, [written, stepped]);
      const one = tf.scalar(1);
      const step = (): StepResult => {
        tf.tidy(() => [written, stepped].forEach((each) => each.assign(tf.add(each, one))));
        return { outputs: { sum: tf.add(written, stepped) } };
      };
      tf.dispose(graph.record("step", { one }, step).outputs);
      graph.push();
      tf.dispose(graph.run("step", { one }));
      tf.tidy(() => written.assign(tf.scalar(10)));
      for (let i = 0; i < 2; i++) {
        graph.pull();
        expect([written, stepped].map((each) => each.dataSync()[0])).toEqual([10, 3]);
      }
      tf.dispose(graph.run("step", { one }));
      graph.pull();
      expect([written, stepped].map((each) => each.dataSync()[0])).toEqual([11, 4]);
      graph.dispose();
      tf.dispose([written, stepped, one]);
    });

    it("refuses a step that brings data from the host", () => {
      const variable = tf.variable(tf.zeros([100, 100]));
      const graph = new CompiledGraph(nativeBackend() as NativeBackend, [variable]);
      const { outputs, refusal } = graph.record("noisy", {}, () => ({
        outputs: { sum: tf.tidy(() => tf.sum(tf.mul(variable, tf.randomNormal([100, 100])))) },
      }));
      expect(refusal).toBe("the step writes a tensor of shape [100, 100] from the host");
      expect(graph.has("noisy")).toBe(false);
      expect((outputs["sum"] as tf.Tensor).dataSync()[0]).toBe(0);
      tf.dispose(outputs);
      graph.dispose();
      variable.dispose();
    });

    it("refuses a step that reads a tensor which is no input of it", () => {
      const foreign = tf.tensor1d([1, 2, 3]);
      tf.dispose(tf.add(foreign, 1)); // written to TensorFlow before the step
      const variable = tf.variable(tf.zeros([3]));
      const graph = new CompiledGraph(nativeBackend() as NativeBackend, [variable]);
      const { outputs } = graph.record("foreign", {}, () => ({
        outputs: { sum: tf.tidy(() => tf.sum(tf.add(variable, foreign))) },
      }));
      expect(() => graph.push()).toThrow(NotCompilable);
      graph.dispose();
      tf.dispose([foreign, variable, outputs]);
    });
  },
  ["tensorflow"],
);
