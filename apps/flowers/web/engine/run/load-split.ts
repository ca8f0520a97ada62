/** The imported pictures, split in a training and a validation half as Keras splits them. */
import { type ImageDataset, imageDatasetFromDirectory } from "@flowers/dataset";
import { validationSplit } from "../../../tutorial/settings";
import type { Settings } from "../contract";
import { type LoaderSource, loaderSource } from "../storage/loader-source";

export interface LoadedSplit extends Pick<LoaderSource, "pictures" | "idOf"> {
  readonly training: ImageDataset;
  readonly validation: ImageDataset;
}

/** @throws Error when there are no pictures, or too few to hold some back; or of fewer than two classes */
export async function loadSplit({ imageSize, batchSize, seed }: Settings): Promise<LoadedSplit> {
  const { directory, pictures, idOf } = await loaderSource();
  if (pictures.classNames.length < 2)
    throw new Error(
      `Expected at least two classes with pictures in them; found ${pictures.classNames.length}.`,
    );
  const half = (subset: "training" | "validation"): Promise<ImageDataset> =>
    imageDatasetFromDirectory(directory, {
      validationSplit,
      subset,
      seed,
      imageSize: [imageSize, imageSize],
      batchSize,
      verbose: false,
      print: () => undefined, // Keras says one line even so
    });
  return { training: await half("training"), validation: await half("validation"), pictures, idOf };
}
