// Ready image classifiers, and layers and initializers whose randomness is Keras's, for TensorFlow.js.
export { ModelZooError, type ModelZooErrorCode } from "./errors";
export {
  getInitializer,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type InitializerLike,
  lecunNormal,
  lecunUniform,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
} from "./initializers/get-initializer";
export { Orthogonal, type OrthogonalOptions } from "./initializers/orthogonal";
export {
  RandomNormal,
  type RandomNormalOptions,
  RandomUniform,
  type RandomUniformOptions,
  TruncatedNormal,
} from "./initializers/random";
export {
  type Initializer,
  SeededInitializer,
  type SeededOptions,
} from "./initializers/seeded-initializer";
export {
  type FanMode,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  type ScalingDistribution,
  VarianceScaling,
  type VarianceScalingOptions,
} from "./initializers/variance-scaling";
export { Dropout, dropout, type DropoutOptions } from "./layers/dropout";
export { kerasLayers } from "./layers/keras-layers";
export { registerClasses } from "./register-classes";
export {
  conv2d,
  type Conv2DOptions,
  dense,
  type DenseOptions,
  flatten,
  maxPooling2d,
} from "./layers/stock";
export { featureExtractor, type FeatureExtractorOptions } from "./models/feature-extractor";
export type { ModelCard } from "./models/model-card";
export {
  buildModel,
  type CommonModelOptions,
  modelCards,
  type ModelEntry,
  registerModel,
} from "./models/registry";
export {
  threeBlockCnn,
  threeBlockCnnCard,
  type ThreeBlockCnnOptions,
  tutorialAugmentation,
} from "./models/three-block-cnn";
