/** The features of pictures, as soon as they are all there. */
import { exclusively } from "../storage/exclusively";
import { readFeatures } from "../transfer/feature-file";
import { featuresChannel, featuresLock, type FeaturesTold } from "../transfer/features-told";

/**
 * Waits while somebody computes features of the set, and no longer than these need: the pictures themselves come before their
 * other forms.
 *
 * @param folder of the set, in the app's private folder
 * @param names of features
 * @returns one row for each name; null where some are missing and nobody computes them
 */
export async function knownFeatures(
  folder: string,
  names: readonly string[],
): Promise<Float32Array[] | null> {
  const channel = new BroadcastChannel(featuresChannel);
  const giveUp = new AbortController();
  try {
    const enough = new Promise<void>((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<FeaturesTold>) => {
        if (data.folder === folder && data.done >= names.length) resolve();
      };
    });
    // Free when nobody computes features of the set any more; given up below.
    const ended = exclusively(featuresLock(folder), () => Promise.resolve(), giveUp.signal).catch(
      () => undefined,
    );
    const read = async (): Promise<Float32Array[] | null> => {
      const rows = await readFeatures(folder);
      const found = names.map((name) => rows.get(name)).filter((row) => row !== undefined);
      return found.length === names.length ? found : null;
    };
    for (const wait of [null, Promise.race([enough, ended]), ended]) {
      await wait;
      const found = await read();
      if (found) return found;
    }
    return null;
  } finally {
    giveUp.abort();
    channel.close();
  }
}
