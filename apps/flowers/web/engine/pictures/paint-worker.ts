/** A worker that paints pictures of the sample set, as PNG files. */
import { expose } from "comlink";
import { paintSample } from "../../../tutorial/sample/paint";
import { toPng } from "./bitmap";

export interface Painter {
  /** Picture `index` of a class, as a PNG file. */
  paint(className: string, index: number): Promise<Blob>;
}

const painter: Painter = {
  paint: (className, index) => toPng({ ...paintSample(className, index), channels: 3 }),
};

expose(painter);
