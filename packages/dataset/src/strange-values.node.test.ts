/** What is no folder, no image, no number and no options is refused in one sentence by every function of this package that takes one. */
import { fileURLToPath } from "node:url";
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { beforeAll } from "vitest";
import { DatasetError } from "./errors";
import * as api from "./index";

const folder = fileURLToPath(new URL("../fixtures/parity", import.meta.url));
const png = fileURLToPath(new URL("../fixtures/images/rgb.png", import.meta.url));
const image = { data: new Uint8Array(12), width: 2, height: 2, channels: 3 } as const;
let images: api.ImageDataset;

beforeAll(async () => {
  await tf.setBackend("cpu");
  images = await api.imageDatasetFromDirectory(folder, { verbose: false, imageSize: [2, 2] });
});

/** What would be right is replaced, so that each value of the table is wrong. */
const unless =
  (isRight: (value: unknown) => boolean) =>
  (value: never): never =>
    isRight(value) ? (NaN as never) : value;
const noOptions = unless(
  (value) =>
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value)),
);
const noCount = unless((value) => value === undefined || value === 5);
const noText = unless((value) => value === undefined || typeof value === "string");
const noFunction = unless((value) => typeof value === "function");
const noFlag = unless((value) => value === undefined || typeof value === "boolean");

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  imageDatasetFromDirectory: (value) => api.imageDatasetFromDirectory(noText(value)),
  "options of imageDatasetFromDirectory": (value) =>
    api.imageDatasetFromDirectory(folder, noOptions(value)),
  loadImage: (value) => api.loadImage(noText(value)),
  "options of loadImage": (value) => api.loadImage(png, noOptions(value)),
  imgToArray: (value) => api.imgToArray(value),
  "data of an image": (value) => api.imgToArray({ ...image, data: value }),
  "width of an image": (value) => api.imgToArray({ ...image, width: value }),
  "height of an image": (value) => api.imgToArray({ ...image, height: value }),
  "channels of an image": (value) => api.imgToArray({ ...image, channels: value }),
  walkFiles: (value) => api.walkFiles(noText(value)).next(),
  "options of walkFiles": (value) => api.walkFiles(folder, noOptions(value)).next(),
  getFile: (value) => api.getFile(value),
  "options of getFile": (value) => api.getFile("https://example.org/a.bin", noOptions(value)),
  findNearDuplicates: (value) => api.findNearDuplicates(noText(value), [], []),
  "the first of findNearDuplicates": (value) =>
    api.findNearDuplicates(folder, unless(Array.isArray)(value), []),
  "the second of findNearDuplicates": (value) =>
    api.findNearDuplicates(folder, [], unless(Array.isArray)(value)),
  "a path of findNearDuplicates": (value) =>
    api.findNearDuplicates(folder, [unless((path) => typeof path === "string")(value)], []),
  "options of findNearDuplicates": (value) =>
    api.findNearDuplicates(folder, [], [], noOptions(value)),
  map: (value) => images.map(noFunction(value)),
  "options of map": (value) => images.map((element) => element, noOptions(value)),
  filter: (value) => images.filter(noFunction(value)),
  batch: (value) => images.batch(noCount(value)),
  "smallLastBatch of batch": (value) => images.batch(2, noFlag(value)),
  take: (value) => images.take(noCount(value)),
  skip: (value) => images.skip(noCount(value)),
  repeat: (value) => images.repeat(noCount(value)),
  prefetch: (value) => images.prefetch(noCount(value)),
  cache: (value) => images.cache(noText(value)),
  shuffle: (value) => images.shuffle(noCount(value)),
};

itRefusesStrangeValues(calls, (error) => DatasetError.is(error));
