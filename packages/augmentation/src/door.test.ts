/** What is no image and no layer at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "./errors";
import { geometricPipeline, optionsFromKeras, projectiveTransform, resizeImages } from "./index";

const images = (): tf.Tensor4D => tf.zeros([1, 2, 2, 1]);
const same = [1, 0, 0, 0, 1, 0, 0, 0];

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  resizeImages: (value) => resizeImages(value, [2, 2], "nearest"),
  "a size": (value) => resizeImages(images(), value, "nearest"),
  "a method": (value) => resizeImages(images(), [2, 2], value),
  projectiveTransform: (value) => projectiveTransform(value, same),
  matrices: (value) => projectiveTransform(images(), value),
  fillMode: (value) => projectiveTransform(images(), same, { fillMode: value ?? "x" }),
  geometricPipeline: (value) => geometricPipeline(value),
  optionsFromKeras: (value) =>
    optionsFromKeras(
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? ("{}" as never)
        : value,
    ),
};

itRefusesStrangeValues(calls, (error) => AugmentationError.is(error));
