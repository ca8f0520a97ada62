// Reads and writes Keras 3 .keras files: configuration, weights and optimizer state.
export { KerasFormatError, type KerasFormatErrorCode } from "./errors";
export { LIMITS } from "./limits";
export { readKeras } from "./read-keras";
export type {
  JsonObject,
  JsonValue,
  KerasArray,
  KerasData,
  KerasDtype,
  KerasFile,
  KerasLayer,
  KerasOptimizer,
} from "./types";
export { writeKeras } from "./write-keras";
