/** `keras.optimizers.schedules`: functions of the step, where Keras has classes. */
export {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  piecewiseConstantDecay,
  polynomialDecay,
} from "@flowers/training";
