/** The gate of a step as nodes of its graph: updates happen only while the first value of an output is finite. */
import { attribute, DataType, type GraphBuilder } from "./graph";

const float = { T: attribute.type(DataType.float) };
const index = attribute.type(DataType.int32);

/** Adds a boolean scalar: whether the first value of `place` is finite. */
export function addGate(graph: GraphBuilder, scope: string, place: string): string {
  const flat = graph.node(`${scope}/gate_flat`, "Reshape", [place, graph.ints(-1)], {
    ...float,
    Tshape: index,
  });
  const first = graph.node(`${scope}/gate_first`, "Slice", [flat, graph.ints(0), graph.ints(1)], {
    ...float,
    Index: index,
  });
  const finite = graph.node(`${scope}/gate_finite`, "IsFinite", [first], float);
  return graph.node(`${scope}/gate`, "Reshape", [finite, graph.ints()], {
    T: attribute.type(DataType.bool),
    Tshape: index,
  });
}

/** Lets a value through an open gate; what needs it does not run while the gate is shut. */
export function throughGate(
  graph: GraphBuilder,
  name: string,
  place: string,
  gate: string,
): string {
  return `${graph.node(name, "Switch", [place, gate], float)}:1`;
}

/** Adds a node that is done when the gated updates are, or at once while the gate is shut. */
export function addMerge(
  graph: GraphBuilder,
  scope: string,
  gate: string,
  updates: readonly string[],
): string {
  const token = graph.node(`${scope}/token`, "Switch", [graph.scalar(0), gate], float);
  const open = graph.node(`${scope}/token_open`, "Identity", [`${token}:1`, ...updates], float);
  const shut = graph.node(`${scope}/token_shut`, "Identity", [token], float);
  return graph.node(`${scope}/token_done`, "Merge", [open, shut], {
    ...float,
    N: attribute.int(2),
  });
}
