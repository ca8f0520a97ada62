/** How the tutorial's models are fed: the same in Node and in the page. */
import { AUTOTUNE, type ImageDataset } from "@flowers/dataset";

/** What both models are trained on, one after the other. */
export interface Feed {
  readonly trainBatches: ImageDataset;
  readonly validationBatches: ImageDataset;
}

/** The tutorial's pipeline: decoded once, in another order each epoch, the next batch always under way. */
export function feed(training: ImageDataset, validation: ImageDataset, seed: number): Feed {
  return {
    trainBatches: training.cache().shuffle(1000, { seed }).prefetch(AUTOTUNE),
    validationBatches: validation.cache().prefetch(AUTOTUNE),
  };
}
