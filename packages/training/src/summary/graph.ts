/** What a summary must know of a model's graph. */
import type * as tf from "@tensorflow/tfjs";

interface GraphNode {
  readonly inboundLayers: readonly tf.layers.Layer[];
  readonly nodeIndices: readonly number[];
  readonly tensorIndices: readonly number[];
}

// tfjs keeps these on every model built from tensors, but does not declare them for others.
interface Graph {
  readonly containerNodes?: ReadonlySet<string>;
  readonly nodesByDepth?: Readonly<Record<string, readonly GraphNode[]>>;
}

/** Whether the layers form one chain, so that order says what is connected to what. */
export function isChain(model: tf.LayersModel): boolean {
  if (model.getClassName() === "Sequential") return true;
  const depths = Object.values((model as unknown as Graph).nodesByDepth ?? {});
  const single = depths.every(
    (nodes) => nodes.length === 1 && (nodes[0]?.inboundLayers.length ?? 0) <= 1,
  );
  return single && model.layers.every((layer) => nodesOf(model, layer).length <= 1);
}

/** `left[0][0], right[0][0]`: the tensors that a layer of this model is called on; `-` for none. */
export function connections(model: tf.LayersModel, layer: tf.layers.Layer): string {
  const names = nodesOf(model, layer).flatMap((node) =>
    node.inboundLayers.map(
      (from, i) => `${from.name}[${node.nodeIndices[i] ?? 0}][${node.tensorIndices[i] ?? 0}]`,
    ),
  );
  return names.length === 0 ? "-" : names.join(", ");
}

/** The calls of a layer that belong to this model. */
function nodesOf(model: tf.LayersModel, layer: tf.layers.Layer): readonly GraphNode[] {
  const used = (model as unknown as Graph).containerNodes;
  const all = (layer as unknown as { readonly inboundNodes: readonly GraphNode[] }).inboundNodes;
  return used === undefined ? all : all.filter((_, i) => used.has(`${layer.name}_ib-${i}`));
}
