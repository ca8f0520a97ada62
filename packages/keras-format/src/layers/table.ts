/**
 * Every Keras layer that is carried over, by class name: the one table that reading, writing and the documentation read.
 * `model/plan-layer.ts` decides by it what a layer of a file becomes.
 */
import { attentionRows } from "./rows/attention";
import { convolutionRows } from "./rows/convolution";
import { coreRows } from "./rows/core";
import { imageRows } from "./rows/image";
import { mergingRows } from "./rows/merging";
import { normalizationRows } from "./rows/normalization";
import { poolingRows } from "./rows/pooling";
import { recurrentRows } from "./rows/recurrent";
import type { LayerRow } from "./row";

export const layerTable: Readonly<Record<string, LayerRow>> = {
  ...coreRows,
  ...convolutionRows,
  ...poolingRows,
  ...normalizationRows,
  ...mergingRows,
  ...recurrentRows,
  ...attentionRows,
  ...imageRows,
};

/** The row of a class, if there is one. */
export const rowOf = (className: string): LayerRow | undefined =>
  Object.hasOwn(layerTable, className) ? layerTable[className] : undefined;
