// Keras's image_dataset_from_directory and tf.data pipelines for TensorFlow.js, number for number.
export {
  findNearDuplicates,
  type NearDuplicate,
  type NearDuplicateOptions,
} from "./duplicates/find-near-duplicates";
export { DatasetError, type DatasetErrorCode } from "./errors";
export { cacheFolder } from "@flowers/files";
export { getFile } from "./files/get-file";
export type { GetFileOptions } from "./files/get-file-options";
export type {
  BlobSource,
  DirectoryHandleSource,
  DirectorySource,
  FileSource,
  ImageSource,
} from "./loader/directory-source";
export {
  imageDatasetFromDirectory,
  type ImageDatasetsFor,
} from "./loader/image-dataset-from-directory";
export { type Image, imgToArray, loadImage, type LoadImageOptions } from "./loader/load-image";
export type {
  ColorMode,
  ImageDatasetOptions,
  LabelMode,
  OnError,
  SplitMode,
  Subset,
} from "./loader/options";
export {
  type LoadProgress,
  type WalkedFile,
  walkFiles,
  type WalkFilesOptions,
} from "./loader/walk-files";
export {
  type DatasetIterator,
  type IfLabelled,
  ImageDataset,
  type LabelledBatch,
  type MapOptions,
  type ShuffleOptions,
  type SkippedFile,
} from "./pipeline/image-dataset";
export type { BatchRows, RowsOf, WorkerBatch } from "./pipeline/batch-rows";
export { AUTOTUNE } from "./pipeline/prefetch";
export { INTERPOLATIONS, type Interpolation } from "./resize/methods";
