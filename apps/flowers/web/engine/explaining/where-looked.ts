/** Where a trained model looks in a photo for a class. */
import { loadImage } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { activationMap, askable, type AskableModel } from "../../../tutorial/activation-map";
import { imageSizeOf } from "../../../tutorial/image-size";
import type { ModelKind, WhereLooked } from "../contract";
import { turns } from "../turns";
import { fromFiles } from "../storage/model-files";
import { storedModelFiles } from "../storage/model-store";
import { filesFolder, finishedRun } from "../storage/run-store";

/** The model that was asked last, by the folder that its files lie in: another training has another. */
let asked: { readonly folder: string; readonly model: Promise<OpenModel> } | null = null;

interface OpenModel extends AskableModel {
  /** `[height, width]` of its pictures. */
  readonly size: readonly [number, number];
}

async function open(kind: ModelKind): Promise<OpenModel> {
  const model = await fromFiles(await storedModelFiles(kind));
  const size = imageSizeOf(model);
  const cut = askable(model);
  return {
    ...cut,
    size,
    dispose: () => {
      cut.dispose();
      model.dispose();
    },
  };
}

/** The model of a kind, opened once. */
async function openOnce(kind: ModelKind, folder: string): Promise<OpenModel> {
  if (asked?.folder !== folder) {
    const previous = asked?.model;
    const model = open(kind);
    asked = { folder, model };
    model.catch(() => (asked = null));
    await previous?.then((each) => each.dispose()).catch(() => undefined);
  }
  return asked.model;
}

/** A model is not put away while it answers. */
const inTurn = turns();

/**
 * Keeps the model for the next question, and no other tensor.
 *
 * @throws Error when the model has no such class, or no features by place
 */
export function whereLooked(kind: ModelKind, photo: Blob, label: string): Promise<WhereLooked> {
  return inTurn(async () => {
    const run = await finishedRun(kind);
    const classIndex = run.classNames.indexOf(label);
    if (classIndex < 0) throw new Error(`The model knows no class "${label}".`);
    const model = await openOnce(kind, filesFolder(kind, run));
    const { data, width, height, channels } = await loadImage(photo, {
      targetSize: [...model.size],
    });
    const picture = tf.tensor4d(Float32Array.from(data), [1, height, width, channels]);
    try {
      return await activationMap(model, picture, classIndex);
    } finally {
      picture.dispose();
    }
  });
}
