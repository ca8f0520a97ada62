/** How the workers know of each other's work: locks that all tabs of the page share, and a channel. */

/** Held by whoever computes hard: features wait while a network trains. */
export const computingLock = "flowers-computing";

/** Held for a set while its features are being computed. */
export const featuresLock = (folder: string): string => `flowers-features ${folder}`;

/** Where it is told how many pictures of a set are done. */
export const featuresChannel = "flowers-features";

/** What is told there. */
export interface FeaturesTold {
  readonly folder: string;
  readonly done: number;
}

/** Hears how many features of a set are known while they grow, whoever computes them. Gives what ends it. */
export function hearOfFeatures(folder: string, onDone: (done: number) => void): () => void {
  const channel = new BroadcastChannel(featuresChannel);
  channel.onmessage = ({ data }: MessageEvent<FeaturesTold>) => {
    if (data.folder === folder) onDone(data.done);
  };
  return () => channel.close();
}
