// Reads and writes Keras 3 .keras files: configuration, weights and optimizer state.
export { KerasFormatError, type KerasFormatErrorCode } from "./errors";
export type { LayerDescriber } from "./model/describe-layer";
export { fromLayersModel, type FromLayersModelOptions } from "./model/from-layers-model";
export { LIMITS } from "./limits";
export { loadKeras, saveKeras } from "./model/load-keras";
export { loadWeights, type LoadWeightsOptions, saveWeights } from "./model/load-weights";
export { saveH5 } from "./model/save-h5";
export { saveSafetensors } from "./model/save-safetensors";
export { onnxOpset, toOnnx, type ToOnnxOptions } from "./onnx/to-onnx";
export { readKeras } from "./archive/read-keras";
export { registerKerasFormat } from "./model/register-keras-format";
export type { CarryKind, CarryNote } from "./model/notes";
export type { LayerFactory } from "./model/plan-layer";
export { carryReport, toLayersModel, type ToLayersModelOptions } from "./model/to-layers-model";
export type {
  JsonObject,
  JsonValue,
  KerasArray,
  KerasData,
  KerasDtype,
  KerasFile,
  KerasLayer,
  KerasOptimizer,
  LayerPart,
} from "./types";
export { writeKeras } from "./archive/write-keras";
