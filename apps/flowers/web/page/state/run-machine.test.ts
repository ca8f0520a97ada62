import { expect, test } from "vitest";

import type { TrainingEvent } from "../../engine/contract";
import { idleRun, isBusy, nextRun, type RunAction, runShare, type RunState } from "./run-machine";

const started: TrainingEvent = {
  type: "started",
  kind: "baseline",
  backend: "wasm",
  backendDetail: "one thread",
  refusals: [],
  epochs: 4,
  stepsPerEpoch: 10,
  trainingPictures: 320,
  validationPictures: 80,
  parameters: 100,
  history: {},
  epochSeconds: [],
  lookingSeconds: null,
};

const batch = (epoch: number, done: number): TrainingEvent => ({
  type: "batch",
  kind: "baseline",
  epoch,
  batch: done,
  loss: 1,
  accuracy: 0.5,
  imagesPerSecond: 20,
  secondsLeft: null,
  tensorBytes: 1000,
});

const after = (...actions: RunAction[]): RunState => actions.reduce(nextRun, idleRun);
const begin: RunAction = { type: "begin", kind: "baseline", queue: ["augmented"] };

test("a run goes through its phases and ends idle", () => {
  expect(after(begin).phase).toBe("preparing");
  expect(after(begin, started).phase).toBe("training");
  expect(after(begin, started, { type: "validating", kind: "baseline", epoch: 0 }).phase).toBe(
    "validating",
  );
  expect(after(begin, started, { type: "judging", kind: "baseline" }).phase).toBe("judging");
  expect(isBusy(after(begin, started, { type: "ended" }))).toBe(false);
});

test("the share done counts epochs and batches", () => {
  expect(runShare(after(begin))).toBe(0);
  expect(runShare(after(begin, started, batch(1, 5)))).toBeCloseTo(0.375, 12);
  const history = { loss: [1, 0.9], accuracy: [0.4, 0.5] };
  const ended = after(begin, started, {
    type: "epoch",
    kind: "baseline",
    epoch: 1,
    history,
    epochSeconds: [],
  });
  expect(runShare(ended)).toBe(0.5);
  expect(ended.history).toBe(history);
});

test("a run from a checkpoint begins where it stopped", () => {
  const state = after(begin, { ...started, history: { loss: [2, 1, 0.5] } });
  expect(state.epoch).toBe(3);
  expect(runShare(state)).toBe(0.75);
});

test("a wish to pause holds until the worker obeys", () => {
  const asked = after(begin, started, { type: "ask-pause" }, batch(0, 3));
  expect(asked.phase).toBe("pausing");
  expect(asked.batch).toBe(3);
  const paused = nextRun(asked, { type: "paused", kind: "baseline" });
  expect(paused.phase).toBe("paused");
  expect(nextRun(paused, { type: "continued", kind: "baseline" }).phase).toBe("training");
});

test("to stop empties the queue, and wins over a pause", () => {
  const state = after(begin, started, { type: "ask-pause" }, { type: "ask-stop" });
  expect(state.queue).toEqual([]);
  expect(nextRun(state, { type: "paused", kind: "baseline" }).phase).toBe("stopping");
  expect(nextRun(state, batch(0, 9)).phase).toBe("stopping");
  const judging = nextRun(state, { type: "judging", kind: "baseline" });
  expect(nextRun(judging, { type: "ask-stop" }).phase).toBe("judging");
});

test("late events of an ended run and events of another model change nothing", () => {
  const ended = after(begin, started, { type: "ended" });
  expect(nextRun(ended, batch(3, 1))).toBe(ended);
  const running = after({ type: "begin", kind: "augmented", queue: [] });
  expect(nextRun(running, batch(3, 1))).toBe(running);
});

test("a failure keeps its sentence until the next run begins", () => {
  const failed = after(begin, started, { type: "failed", message: "The disk is full." });
  expect(failed).toMatchObject({ phase: "failed", message: "The disk is full.", queue: [] });
  expect(nextRun(failed, begin).message).toBeNull();
});
