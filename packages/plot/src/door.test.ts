/** What is no history, no matrix, no images and no options is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import { PlotError } from "./errors";
import * as plot from "./index";

/** What would be right is replaced, so that each value of the table is wrong. */
const unless =
  (isRight: (value: unknown) => boolean) =>
  (value: never): never =>
    isRight(value) ? (NaN as never) : value;
const noOptions = unless(
  (value) =>
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value)),
);
const noList = unless((value) => value === undefined || Array.isArray(value));
const history = { loss: [2, 1], accuracy: [0.25, 0.5] };
const image = { data: new Uint8Array(12), width: 2, height: 2, channels: 3 } as const;
const matrix = [[1]];
const names = ["a"];
const grid = (): plot.StaticPlot => plot.plotImages([image], names);
const square = (): plot.StaticPlot => plot.plotConfusionMatrix(matrix, names);

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  plotHistory: (value) => plot.plotHistory(value),
  "a run of plotHistory": (value) => plot.plotHistory({ first: value, second: history }),
  "options of plotHistory": (value) => plot.plotHistory(history, noOptions(value)),
  "toText of a history": (value) => plot.plotHistory(history).toText(noOptions(value)),
  "toSvg of a history": (value) => plot.plotHistory(history).toSvg(noOptions(value)),
  "toPng of a history": (value) => plot.plotHistory(history).toPng(noOptions(value)),
  "mount of a history": (value) => plot.plotHistory(history).mount(value),
  plotImages: (value) => plot.plotImages(value),
  "an image": (value) => plot.plotImages([value]),
  "titles of plotImages": (value) => plot.plotImages([image], noList(value)),
  "options of plotImages": (value) => plot.plotImages([image], names, noOptions(value)),
  "toSvg of images": (value) => grid().toSvg(noOptions(value)),
  "toPng of images": (value) => grid().toPng(noOptions(value)),
  "mount of images": (value) => grid().mount(value),
  plotConfusionMatrix: (value) => plot.plotConfusionMatrix(value, names),
  "a row of a matrix": (value) => plot.plotConfusionMatrix([value], names),
  "class names": (value) => plot.plotConfusionMatrix(matrix, value),
  "options of plotConfusionMatrix": (value) =>
    plot.plotConfusionMatrix(matrix, names, noOptions(value)),
  "toSvg of a matrix": (value) => square().toSvg(noOptions(value)),
  "toPng of a matrix": (value) => square().toPng(noOptions(value)),
  "mount of a matrix": (value) => square().mount(value),
};

itRefusesStrangeValues(calls, (error) => PlotError.is(error));
