/** The random streams of a model's layers. */
import type * as tf from "@tensorflow/tfjs";
import type { SeedPair } from "@flowers/random";

interface Stream {
  getState(): SeedPair;
  setState(state: SeedPair): void;
}

function isStream(value: unknown): value is Stream {
  return typeof value === "object" && value !== null && "getState" in value && "setState" in value;
}

/** Every layer's `seedGenerator` by the layer's place, as in `"3"` or `"0/2"`: automatic names differ from run to run. */
function streamsOf(layers: readonly tf.layers.Layer[], prefix = ""): [string, Stream][] {
  return layers.flatMap((layer, i) => {
    const name = `${prefix}${i}`;
    const own: [string, Stream][] =
      "seedGenerator" in layer && isStream(layer.seedGenerator)
        ? [[name, layer.seedGenerator]]
        : [];
    const inner =
      "layers" in layer && Array.isArray(layer.layers)
        ? streamsOf(layer.layers as tf.layers.Layer[], `${name}/`)
        : [];
    return [...own, ...inner];
  });
}

export function readStreams(model: tf.LayersModel): Record<string, SeedPair> {
  return Object.fromEntries(
    streamsOf(model.layers).map(([name, stream]) => [name, stream.getState()]),
  );
}

export function writeStreams(
  model: tf.LayersModel,
  states: Readonly<Record<string, SeedPair>>,
): void {
  for (const [name, stream] of streamsOf(model.layers)) {
    const state = states[name];
    if (state) stream.setState(state);
  }
}
