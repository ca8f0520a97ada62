/** The step for the backend that is set: compiled where it can be, eager elsewhere. */
import * as tf from "@tensorflow/tfjs";
import { computesOnCard } from "./device-watch";
import { EagerStep } from "./eager-step";
import { nativeBackend } from "./native/native-backend";
import { NativeStep } from "./native/native-step";
import type { Step, StepParts } from "./step";
import { WatchedStep } from "./watched-step";

export function makeStep(parts: StepParts): Step {
  const backend = nativeBackend();
  if (backend) return new NativeStep(backend, parts);
  return makeEagerStep(parts, `the backend is ${tf.getBackend()}; only native TensorFlow compiles`);
}

/** @param refusal why batches are not compiled */
export function makeEagerStep(parts: StepParts, refusal: string): Step {
  const step = new EagerStep(parts, refusal);
  return computesOnCard() ? new WatchedStep(step) : step;
}
