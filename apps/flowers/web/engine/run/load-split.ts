/** The imported pictures, split in a training and a validation half as Keras splits them. */
import { type ImageDataset, imageDatasetFromDirectory } from "@flowers/dataset";
import { validationSplit } from "../../../tutorial/settings";
import type { Settings } from "../contract";
import { pictureFolder, type StoredPictures } from "../storage/picture-store";

export interface LoadedSplit {
  readonly training: ImageDataset;
  readonly validation: ImageDataset;
  readonly pictures: StoredPictures;
}

/** @throws Error when there are no pictures, or too few to hold some back */
export async function loadSplit({ imageSize, batchSize, seed }: Settings): Promise<LoadedSplit> {
  const [folder, pictures] = await pictureFolder();
  const half = (subset: "training" | "validation"): Promise<ImageDataset> =>
    imageDatasetFromDirectory(folder, {
      validationSplit,
      subset,
      seed,
      imageSize: [imageSize, imageSize],
      batchSize,
      verbose: false,
      print: () => undefined, // Keras says one line even so
    });
  return { training: await half("training"), validation: await half("validation"), pictures };
}
