// A file is whole or absent: stores for Node and the page, checksums, safetensors, tfjs model files, the cache folder.
export { cacheFolder } from "./cache-folder";
export { crc32, crc32c } from "./crc";
export { diskFull } from "./disk-full";
export { FilesError, type FilesErrorCode } from "./errors";
export type { FileStore, FolderHandle } from "./file-store";
export { folderStore, withErrors } from "./folder-store";
export type { PrivateWriter } from "./platform/contract";
export {
  isPrivatePath,
  privateEntry,
  privateFolder,
  privatePathParts,
  writeFrom,
  writeNew,
} from "./private-paths";
export { decodeSafetensors, encodeSafetensors, type SavedTensor } from "./safetensors";
export {
  fromModelFiles,
  type ModelArtifacts,
  type ModelFiles,
  readModel,
  toModelFiles,
  type TrainingConfig,
  type WeightSpec,
  writeModel,
} from "./tfjs-model";
export { writeFolder } from "./write-folder";
export { files } from "./files";
