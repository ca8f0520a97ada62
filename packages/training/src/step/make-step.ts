/** The step for the backend that is set: compiled where it can be, eager elsewhere. */
import * as tf from "@tensorflow/tfjs";
import { EagerStep } from "./eager-step";
import { nativeBackend } from "./native/native-backend";
import { NativeStep } from "./native/native-step";
import type { Step, StepParts } from "./step";

export function makeStep(parts: StepParts): Step {
  const backend = nativeBackend();
  if (backend) return new NativeStep(backend, parts);
  return new EagerStep(parts, `the backend is ${tf.getBackend()}; only native TensorFlow compiles`);
}
