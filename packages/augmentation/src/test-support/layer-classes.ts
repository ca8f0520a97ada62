/** The layer classes by Keras's name, with the arguments that a contract test needs. */
import * as package_ from "../index";
import type { ImageLayer } from "../base/image-layer";

/** A layer class whose constructor takes one options object. */
export type LayerClass = new (options: Record<string, unknown>) => ImageLayer<unknown>;

/** The class of a Keras layer. */
export function layerClass(name: string): LayerClass {
  return (package_ as unknown as Record<string, LayerClass>)[name]!;
}
