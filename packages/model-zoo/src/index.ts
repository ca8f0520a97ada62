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
  type ScalingOptions,
  VarianceScaling,
  type VarianceScalingOptions,
} from "./initializers/variance-scaling";
export {
  Dropout,
  dropout,
  type DropoutOptions,
  SpatialDropout2D,
  spatialDropout2d,
  type SpatialDropout2DOptions,
} from "./layers/dropout";
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
  type MaxNormOptions,
  maxNorm,
  type MinMaxNormOptions,
  minMaxNorm,
  nonNeg,
  unitNorm,
  type UnitNormOptions,
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
  type L1L2Options,
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
export {
  BatchNormalization,
  batchNormalization,
  type BatchNormalizationOptions,
  type NormalizationArguments,
} from "./layers/batch-normalization";
export type { ConvolutionOptions } from "./layers/base/convolution-layer";
export {
  Conv2DTranspose,
  conv2dTranspose,
  type Conv2DTransposeOptions,
} from "./layers/conv2d-transpose";
export { Conv2D, conv2d, type Conv2DOptions } from "./layers/conv2d";
export { Dense, dense, type DenseOptions } from "./layers/dense";
export {
  type DepthwiseArguments,
  DepthwiseConv2D,
  depthwiseConv2d,
  type DepthwiseConv2DOptions,
} from "./layers/depthwise-conv2d";
export { Flatten, flatten, type FlattenOptions } from "./layers/flatten";
export {
  GlobalAveragePooling2D,
  globalAveragePooling2d,
  GlobalMaxPooling2D,
  globalMaxPooling2d,
  type GlobalPooling2DOptions,
} from "./layers/global-pooling2d";
export {
  ActivityRegularization,
  activityRegularization,
  type ActivityRegularizationOptions,
  Identity,
  identity,
} from "./layers/identity";
export {
  ELU,
  elu,
  type ELUOptions,
  PReLU,
  prelu,
  type PReLUOptions,
} from "./layers/learned-activation";
export {
  Add,
  add,
  Average,
  average,
  Concatenate,
  concatenate,
  type ConcatenateOptions,
  Maximum,
  maximum,
  Minimum,
  minimum,
  Multiply,
  multiply,
  Subtract,
  subtract,
} from "./layers/merging";
export {
  AlphaDropout,
  alphaDropout,
  type AlphaDropoutOptions,
  GaussianDropout,
  gaussianDropout,
  type GaussianDropoutOptions,
  GaussianNoise,
  gaussianNoise,
  type GaussianNoiseOptions,
} from "./layers/noise";
export {
  type NestedNumbers,
  Normalization,
  normalization,
  type NormalizationData,
  type NormalizationOptions,
} from "./layers/normalization";
export {
  Cropping2D,
  cropping2d,
  type Cropping2DOptions,
  type MarginsLike,
  ZeroPadding2D,
  zeroPadding2d,
  type ZeroPadding2DOptions,
} from "./layers/padding2d";
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
export {
  Permute,
  permute,
  type PermuteOptions,
  Reshape,
  reshape,
  type ReshapeOptions,
} from "./layers/reshape";
export {
  GroupNormalization,
  groupNormalization,
  type GroupNormalizationOptions,
  LayerNormalization,
  layerNormalization,
  type LayerNormalizationOptions,
  RMSNormalization,
  rmsNormalization,
  type RMSNormalizationOptions,
  UnitNormalization,
  unitNormalization,
  type UnitNormalizationOptions,
} from "./layers/sample-normalization";
export {
  UpSampling2D,
  upSampling2d,
  type UpSampling2DOptions,
  type UpSamplingInterpolation,
} from "./layers/up-sampling2d";
export {
  SeparableConv2D,
  separableConv2d,
  type SeparableConv2DOptions,
} from "./layers/separable-conv2d";
export { featureExtractor, type FeatureExtractorOptions } from "./models/feature-extractor";
export { headOf } from "./models/head-of";
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
export { splitModel, type SplitModel } from "./models/split-model";
export {
  threeBlockCnn,
  threeBlockCnnCard,
  type ThreeBlockCnnOptions,
  tutorialAugmentation,
} from "./models/three-block-cnn";
