/** Answers to what the camera sees, many a second. */
import type { ModelKind } from "../../../tutorial/model-kinds";

/** A model that answers. */
export interface LiveModel {
  readonly classNames: readonly string[];
  /** Pixels a side of what it looks at: frames of this size are not scaled again. */
  readonly side: number;
}

/** What a model says of one frame. */
export interface LiveAnswer {
  /** One for each of {@link LiveModel.classNames}, 0 to 1. */
  readonly probabilities: readonly number[];
}

/** The worker that answers. It has all threads of WebAssembly, and keeps its model at hand. */
export interface Live {
  /** Takes a trained model. */
  open(kind: ModelKind): Promise<LiveModel>;
  /** Closes the frame. */
  answer(frame: ImageBitmap): Promise<LiveAnswer>;
  /** Lets go of the model. */
  close(): Promise<void>;
}
