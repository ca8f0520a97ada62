import { expect, it } from "vitest";
import { augmented, baseline } from "./fixtures/histories";
import { curvesOf, readRuns, type Run } from "./history-input";

const accuracyOf = (run: Run | undefined): ReturnType<typeof curvesOf> | undefined =>
  run && curvesOf(run, "accuracy");

it("reads Keras keys, tfjs keys, a History object, several runs and CSV alike", () => {
  const [keras] = readRuns(baseline);
  expect(accuracyOf(keras)).toEqual({
    training: baseline.accuracy,
    validation: baseline.val_accuracy,
  });
  expect(accuracyOf(readRuns(augmented)[0])?.validation).toEqual(augmented.val_acc);
  expect(readRuns({ history: baseline, epoch: [3, 4] })[0]).toEqual({ ...keras, epochs: [3, 4] });
  expect(readRuns({ a: baseline, b: { history: augmented } }).map((run) => run.name)).toEqual([
    "a",
    "b",
  ]);
  const csv =
    "epoch,accuracy,loss,val_accuracy,val_loss\r\n5,0.5,1.5,0.25,nan\r\n6,0.75,inf,,2\r\n";
  expect(readRuns(csv)[0]).toEqual({
    name: "",
    epochs: [5, 6],
    metrics: new Map([
      ["accuracy", { training: [0.5, 0.75], validation: [0.25, NaN] }],
      ["loss", { training: [1.5, Infinity], validation: [NaN, 2] }],
    ]),
  });
});

it("names what is wrong", () => {
  expect(() => readRuns({})).toThrow(/at least one of loss.*Received keys: none/);
  expect(() => readRuns({ lr: [1] })).toThrow(/Received keys: lr/);
  expect(() => readRuns({ loss: ["1"] })).toThrow(
    'history.loss[0] must be a number. Received: "1"',
  );
  expect(() => readRuns("")).toThrow(/header line/);
  expect(() => readRuns("epoch,loss\n0,1\n1")).toThrow(
    "CSV line 3 must have 2 cells like the header. Received: 1",
  );
});
