/**
 * From recordings to a graph: a pure function of plain data. The graph holds the variables once and every step beside it;
 * `printGraph` shows what came out.
 *
 * Names, for a variable `i` and a step `key`: `var_i` and its `/feed`, `/fed`, `/value`; `key/in/<input>`,
 * `key/out/<output>`, `key/read_i`, `key/update_k`, `key/assign_i`, `key/gate`.
 */
import { emit } from "./emit";
import { addGate, addMerge, throughGate } from "./gate";
import { attribute, DataType, GraphBuilder, type GraphNode } from "./graph";
import { NotCompilable } from "./not-compilable";
import type { RecordedStep } from "./recorded-step";

type Shape = readonly number[];

const dtype = attribute.type(DataType.float);

/**
 * @param variables shapes of the variables, all float32
 * @param owner on a cluster, whose variables these are: sessions of one server share what has one name. They outlive their
 *   session there, so each gets a node `var_i/gone` that removes it
 * @throws NotCompilable when a step reads a tensor that is neither its input, nor a variable, nor made by it
 */
export function graphOfSteps(
  variables: readonly Shape[],
  steps: ReadonlyMap<string, RecordedStep>,
  owner = "",
): readonly GraphNode[] {
  const graph = new GraphBuilder();
  variables.forEach((shape, i) => addVariable(graph, `var_${i}`, shape, owner));
  for (const [key, step] of steps) addStep(graph, key, step, variables);
  return graph.nodes;
}

/** A variable that can be written from `feed`, with `fed` done afterwards, and read as `value`. */
function addVariable(graph: GraphBuilder, name: string, shape: Shape, owner: string): void {
  graph.node(name, "VarHandleOp", [], {
    dtype,
    shape: attribute.shape(shape),
    shared_name: attribute.string(owner + name),
    container: attribute.string(""),
  });
  const feed = graph.placeholder(`${name}/feed`, DataType.float, shape);
  graph.node(`${name}/assign`, "AssignVariableOp", [name, feed], { dtype });
  graph.node(`${name}/fed`, "Const", [`^${name}/assign`], {
    dtype,
    value: attribute.tensor(DataType.float, [], new Float32Array(1)),
  });
  graph.node(`${name}/value`, "ReadVariableOp", [name], { dtype });
  if (owner === "") return;
  graph.node(`${name}/remove`, "DestroyResourceOp", [name], {
    ignore_lookup_error: attribute.bool(true),
  });
  graph.node(`${name}/gone`, "Const", [`^${name}/remove`], {
    dtype,
    value: attribute.tensor(DataType.float, [], new Float32Array(1)),
  });
}

function addStep(
  graph: GraphBuilder,
  key: string,
  step: RecordedStep,
  variables: readonly Shape[],
): void {
  const places = new Map<number, string>();
  const shapes = new Map<number, Shape>();
  variables.forEach((shape, i) => {
    const id = step.before[i] ?? -1;
    shapes.set(id, shape);
    // Every step reads the variables itself, before any of its updates.
    places.set(id, graph.node(`${key}/read_${i}`, "ReadVariableOp", [`var_${i}`], { dtype }));
  });
  for (const { name, id, shape, dtype: type } of step.inputs) {
    shapes.set(id, shape);
    places.set(id, graph.placeholder(`${key}/in/${name}`, type, shape));
  }
  const { recording, collectives } = step;
  emit({ graph, recording, scope: key, places, shapes, collectives });
  const at = (id: number): string => {
    const place = places.get(id);
    if (place === undefined) throw new NotCompilable("an output of the step was not made by it");
    return place;
  };
  const done = addUpdates(graph, key, step, at);
  for (const { name, id, dtype: type } of step.outputs) {
    graph.node(`${key}/out/${name}`, "Identity", [at(id), ...done], { T: attribute.type(type) });
  }
}

/** Adds a step's updates and gives what its outputs wait for. */
function addUpdates(
  graph: GraphBuilder,
  key: string,
  step: RecordedStep,
  at: (id: number) => string,
): readonly string[] {
  // Updates wait for everything that the step reads: outputs and all gradients.
  const read = [
    ...step.outputs.map(({ id }) => at(id)),
    ...step.fused.map(({ gradient }) => at(gradient)),
    ...step.assigned.map(({ id }) => at(id)),
  ];
  const waits = [...new Set(read)].map((place) => `^${place.replace(/:\d+$/, "")}`);
  const gate = step.gate === null ? null : addGate(graph, key, gatePlace(step, at));
  const gated = (place: string, name: string): string =>
    gate === null ? place : throughGate(graph, `${key}/gated_${name}`, place, gate);
  const updates = [
    ...step.fused.map(({ op, variables, scalars, gradient }, k) => {
      const inputs = [
        ...variables.map((i) => `var_${i}`),
        ...scalars.map((s) => (typeof s === "number" ? graph.scalar(s) : `${key}/in/${s}`)),
        gated(at(gradient), `gradient_${k}`),
      ];
      return graph.node(`${key}/update_${k}`, op, [...inputs, ...waits], { T: dtype });
    }),
    ...step.assigned.map(({ index, id }) => {
      const inputs = [`var_${index}`, gated(at(id), `value_${index}`)];
      return graph.node(`${key}/assign_${index}`, "AssignVariableOp", [...inputs, ...waits], {
        dtype,
      });
    }),
  ].map((name) => `^${name}`);
  return gate === null ? updates : [`^${addMerge(graph, key, gate, updates)}`];
}

function gatePlace(step: RecordedStep, at: (id: number) => string): string {
  const output = step.outputs.find(({ name }) => name === step.gate);
  if (!output) throw new NotCompilable("the gate of the step is not an output of it");
  return at(output.id);
}
