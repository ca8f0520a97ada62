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
  activations,
  type ActivationFunction,
  type ActivationName,
} from "./activations/activations";
export type { ActivationLike } from "./activations/get-activation";
export {
  type Constraint,
  type ConstraintLike,
  getConstraint,
  maxNorm,
  minMaxNorm,
  nonNeg,
  unitNorm,
} from "./constraints/get-constraint";
export {
  getRegularizer,
  l1,
  l1l2,
  l2,
  orthogonalRegularizer,
  type RegularizerLike,
} from "./regularizers/get-regularizer";
export {
  L1,
  L1L2,
  L2,
  OrthogonalRegularizer,
  type OrthogonalRegularizerOptions,
  type Regularizer,
} from "./regularizers/regularizers";
export {
  Activation,
  activation,
  type ActivationOptions,
  LeakyReLU,
  leakyReLU,
  type LeakyReLUOptions,
  ReLU,
  reLU,
  type ReLUOptions,
  Softmax,
  softmax,
  type SoftmaxOptions,
} from "./layers/activation";
export {
  KerasLayer,
  type LayerOptions,
  type PenalizedLayerOptions,
} from "./layers/base/keras-layer";
export type {
  ActivationOption,
  BiasArguments,
  KernelArguments,
} from "./layers/base/weight-options";
export { Conv2D, conv2d, type Conv2DOptions, type ConvolutionOptions } from "./layers/conv2d";
export { Dense, dense, type DenseOptions } from "./layers/dense";
export { Flatten, flatten, type FlattenOptions } from "./layers/flatten";
export {
  AveragePooling2D,
  averagePooling2d,
  MaxPooling2D,
  maxPooling2d,
  type Pooling2DOptions,
} from "./layers/pooling2d";
export type { BackboneOptions } from "./models/backbone";
export {
  efficientNetLite0,
  efficientNetLite0Card,
  type EfficientNetLite0Options,
} from "./models/efficientnet-lite0";
export { featureExtractor, type FeatureExtractorOptions } from "./models/feature-extractor";
export type { ModelCard } from "./models/model-card";
export {
  backboneCards,
  type BackboneEntry,
  buildBackbone,
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
