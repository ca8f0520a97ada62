/** The base of layers whose output has the shape of their input. */
import { KerasLayer, type PenalizedLayerOptions, type Shape } from "./keras-layer";

export abstract class Elementwise extends KerasLayer {
  constructor(options: PenalizedLayerOptions) {
    super(options);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape)];
  }
}
