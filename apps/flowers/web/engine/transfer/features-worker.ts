/** The worker that computes the features of one set of pictures. */
import { expose } from "comlink";
import { FeatureMaker } from "./feature-maker";

/** What the worker is asked; `run` comes first. */
export interface FeaturesWork {
  /** Begins with a set, in the app's private folder; resolves when all that has come is done. */
  run(folder: string): Promise<void>;
  /** Pictures have come: `class/name`, or `nameOf` one of its forms. */
  see(paths: readonly string[]): void;
  /** No more will come. */
  end(): void;
  /** What waits is left out. */
  stop(): void;
}

let maker: FeatureMaker | null = null;

const work: FeaturesWork = {
  run(folder) {
    maker = new FeatureMaker(folder);
    return maker.run();
  },
  see(paths) {
    for (const path of paths) maker?.see(path);
  },
  end: () => maker?.end(),
  stop: () => maker?.stop(),
};

expose(work);
