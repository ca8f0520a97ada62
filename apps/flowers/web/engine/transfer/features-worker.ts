/** The worker that computes the features of one set of pictures. */
import { expose } from "comlink";
import { FeatureMaker } from "./feature-maker";

/** What the worker is asked; `begin` comes first. */
export interface FeaturesWork {
  /** With a set, in the app's private folder. */
  begin(folder: string): void;
  /** Pictures have come: ids, or `nameOf` one of their forms. */
  see(names: readonly string[]): void;
  /** Resolves when all that has come is done, or left out; rejects when some of it could not be done. */
  rest(): Promise<void>;
  /** What waits is left out. */
  stop(): void;
}

let maker: FeatureMaker | null = null;

const work: FeaturesWork = {
  begin(folder) {
    maker = new FeatureMaker(folder);
  },
  see: (names) => maker?.see(names),
  rest: () => maker?.rest() ?? Promise.resolve(),
  stop: () => maker?.stop(),
};

expose(work);
