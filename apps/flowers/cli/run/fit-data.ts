/** What a model is trained with, and what a training leaves. */
import type { ImageDataset } from "@flowers/dataset";
import type { ClassWeight } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { Feed } from "../../tutorial/feed";
import type { KnownFeatures } from "./known-features";
import type { RunRecorder } from "./run-recorder";

/** What a model is trained with. */
export interface FitData extends Feed {
  readonly classNames: readonly string[];
  readonly trainingImages: number;
  readonly imageSize: readonly [height: number, width: number];
  readonly classWeight?: ClassWeight | undefined;
  /** The photos as they are read, for what needs them once. */
  readonly training: ImageDataset;
  readonly validation: ImageDataset;
}

/** What a training left. */
export interface Trained {
  readonly model: tf.LayersModel;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly recorder: RunRecorder;
  /** Where less than the whole network has to run to judge it. */
  readonly head?: TrainedHead | undefined;
}

/** A head that was trained alone, and what it is judged on. Whoever has it disposes the model. */
export interface TrainedHead {
  readonly model: tf.LayersModel;
  readonly features: KnownFeatures;
}
