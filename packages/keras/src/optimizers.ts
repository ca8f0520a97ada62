/** `keras.optimizers`. */
export {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Ftrl,
  getOptimizer as get,
  Nadam,
  Optimizer,
  RMSprop,
  SGD,
} from "@flowers/training";
export * as schedules from "./schedules";
