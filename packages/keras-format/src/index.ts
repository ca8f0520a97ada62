// Reads and writes Keras 3 .keras files: configuration, weights and optimizer state.
export { KerasFormatError, type KerasFormatErrorCode } from "./errors";
export {
  fromLayersModel,
  type FromLayersModelOptions,
  type LayerDescriber,
} from "./from-layers-model";
export { LIMITS } from "./limits";
export { loadKeras, saveKeras } from "./load-keras";
export { readKeras } from "./read-keras";
export { registerKerasFormat } from "./register-keras-format";
export { type LayerFactory, toLayersModel, type ToLayersModelOptions } from "./to-layers-model";
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
