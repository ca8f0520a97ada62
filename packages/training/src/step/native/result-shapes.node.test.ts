/** The shapes that are foretold against those that TensorFlow gives, over generated images, windows and gradients. */
import { describeOnBackends } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { DataType } from "./graph";
import { type NativeBinding, nativeBackend, type OutputMetadata } from "./native-backend";
import { resultOf, shapeRules, type Told } from "./result-shapes";
import { StandIns } from "./stand-ins";

const foretold = new Set<string>();

/** Runs `work`, and holds every result whose shape is foretold to what TensorFlow gave. */
function watch(work: () => unknown): void {
  const backend = nativeBackend();
  if (!backend) throw new Error("the backend is not native TensorFlow");
  const original = backend.binding;
  const told = new Map<number, Told>();
  // The binding's own properties cannot be replaced: a listener stands in front of them.
  const own = original as unknown as Readonly<Record<string, unknown>>;
  const listener = Object.fromEntries(
    Object.getOwnPropertyNames(original).map((name) => {
      const value = own[name];
      return [name, typeof value === "function" ? (value as () => unknown).bind(original) : value];
    }),
  );
  const createTensor: NativeBinding["createTensor"] = (shape, dtype, values) => {
    const id = original.createTensor(shape, dtype, values);
    const isShape = values instanceof Int32Array && values.length <= 8;
    told.set(id, { shape, dtype, ...(isShape ? { values: [...values] } : {}) });
    return id;
  };
  const executeOp: NativeBinding["executeOp"] = (op, attributes, ids, count) => {
    const outputs = original.executeOp(op, attributes, ids, count);
    const expected = resultOf(
      op,
      attributes,
      ids.map((id) => told.get(id)),
    );
    const [first] = outputs as [OutputMetadata];
    if (expected && count === 1) {
      foretold.add(op);
      expect({ op, ...expected }).toEqual({ op, shape: first.shape, dtype: first.dtype });
    }
    for (const { id, shape, dtype } of outputs) told.set(id, { shape, dtype });
    return outputs;
  };
  backend.binding = Object.assign(listener, {
    createTensor,
    executeOp,
  }) as unknown as NativeBinding;
  try {
    tf.tidy(() => void work());
  } finally {
    backend.binding = original;
  }
}

const size = fc.integer({ min: 1, max: 9 });
const images = fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, fc.integer({ min: 1, max: 4 }));

describeOnBackends(
  "shapes that are foretold",
  () => {
    it("are those of convolutions, pooling and their gradients", () => {
      fc.assert(
        fc.property(
          fc.record({
            shape: images,
            window: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
            strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
            padding: fc.constantFrom("same" as const, "valid" as const),
            channels: fc.integer({ min: 1, max: 3 }),
          }),
          ({ shape, window, strides, padding, channels }) => {
            const [, height, width] = shape;
            if (padding === "valid" && (window[0] > height || window[1] > width)) return;
            watch(() => {
              const x = tf.ones<tf.Rank.R4>(shape);
              const filter = tf.ones<tf.Rank.R4>([...window, shape[3], channels]);
              const f = (image: tf.Tensor4D): tf.Scalar => {
                const seen = tf.relu(
                  tf.add(tf.conv2d(image, filter, strides, padding), 1) as tf.Tensor4D,
                );
                return tf.sum(
                  tf.add(tf.maxPool(seen, 2, 1, "same"), tf.avgPool(seen, 1, 1, "same")),
                );
              };
              tf.grad(f as (x: tf.Tensor) => tf.Tensor)(x);
              tf.maxPool(x, window, strides, padding);
              tf.avgPool(x, window, strides, padding);
            });
          },
        ),
        { numRuns: 40 },
      );
    });

    it("are those of arithmetic between shapes that broadcast, casts and new shapes", () => {
      fc.assert(
        fc.property(
          images,
          fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
          size,
          (shape, ones, drop) => {
            watch(() => {
              const x = tf.fill(shape, 2);
              const y = tf.fill(shape.map((each, i) => (ones[i] ? 1 : each)).slice(drop % 4), 3);
              for (const op of [tf.add, tf.sub, tf.mul, tf.div, tf.maximum, tf.minimum]) {
                op(x, y);
                op(y, x);
              }
              tf.squaredDifference(x, y);
              for (const op of [
                tf.elu,
                tf.exp,
                tf.log,
                tf.neg,
                tf.relu,
                tf.relu6,
                tf.rsqrt,
                tf.selu,
              ])
                op(x);
              for (const op of [tf.sigmoid, tf.softplus, tf.sqrt, tf.square, tf.tanh, tf.clone])
                op(x);
              tf.reshape(x, [-1]);
              tf.cast(x, "int32");
              tf.reshape(tf.cast(x, "int32"), [x.size, 1]);
              tf.cast(tf.cast(x, "bool"), "float32");
              tf.grad((at) => tf.sum(tf.elu(at)))(x);
            });
          },
        ),
        { numRuns: 20 },
      );
    });

    it("stand for large results, and zeros for them where an op has to be run", () => {
      const binding = nativeBackend()?.binding;
      if (!binding) throw new Error("the backend is not native TensorFlow");
      const [rows, columns] = [1024, 512];
      const one = binding.createTensor([], DataType.float, new Float32Array([1]));
      const wide = { shape: [rows, columns], dtype: DataType.float };
      const standIns = new StandIns(
        binding,
        new Map([
          [one, { shape: [], dtype: DataType.float }],
          [-5, wide],
        ]),
      );
      const type = { name: "T", type: binding.TF_ATTR_TYPE, value: DataType.float };
      const [sum] = standIns.executeOp("Add", [type], [-5, one], 1); // -5 is nowhere: nothing may touch it
      expect(sum?.shape).toEqual([rows, columns]);
      const id = sum?.id ?? NaN;
      expect(binding.tensorDataSync(id)).toHaveLength(1);
      const read = standIns.read(id) as Float32Array;
      expect([read.length, read.every((value) => value === 0)]).toEqual([rows * columns, true]);
      const [cosine] = standIns.executeOp("Cos", [type], [id], 1);
      expect(cosine?.shape).toEqual([rows, columns]);
      const cosines = binding.tensorDataSync(cosine?.id ?? NaN) as Float32Array;
      expect([cosines.length, cosines.every((value) => value === 1)]).toEqual([read.length, true]);
      for (const each of [one, id, cosine?.id ?? NaN]) binding.deleteTensor(each);
    });

    afterAll(() => {
      // BiasAdd and the gradients of oneDNN and of activations come from layers and kernels that not every build has.
      const rare = [
        "BiasAdd",
        "AddV2",
        "Identity",
        "ReluGrad",
        "Relu6Grad",
        "SeluGrad",
        "_MklNativeMaxPoolGrad",
      ];
      const missed = Object.keys(shapeRules).filter(
        (op) => !foretold.has(op) && !rare.includes(op),
      );
      expect(missed).toEqual([]);
    });
  },
  ["tensorflow"],
);
