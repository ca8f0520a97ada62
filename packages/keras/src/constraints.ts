/** `keras.constraints`. */
export { getConstraint as get, maxNorm, minMaxNorm, nonNeg, unitNorm } from "@flowers/model-zoo";
