/**
 * Rewrites `Conv2D -> BiasAdd -> Relu -> MaxPool 2x2` and its gradients for ops of our own, where the backend has them.
 *
 * Pooling lets one pixel of four win, so three quarters of what the convolution's gradients multiply by are zeros. The
 * pooling here writes down who won; both gradients are then sums over the winners, and the large tensors between pooling
 * and convolution are never made. The products are the same but for those with zero; only the order of the sums differs.
 *
 * A block is rewritten only when everything that reads its inner tensors is part of it.
 */
import { type Attribute, DataType, type GraphNode } from "./graph";

/** The ops that the rewritten graph uses. `@flowers/backend` registers them with native TensorFlow. */
export const pooledOps = [
  "FlowersReluMaxPool",
  "FlowersPooledFilterGradient",
  "FlowersPooledInputGradient",
] as const;

/** The graph with its blocks rewritten: nodes that nobody reads any more are left out, the others keep their names. */
export function withPooledConvolutions(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const graph = new Readers(nodes);
  const blocks = nodes.flatMap((node) => {
    const block = node.op === "MaxPool" ? blockOf(node, graph) : undefined;
    return block ? [block] : [];
  });
  if (blocks.length === 0) return nodes;
  const replaced = new Map<string, GraphNode>();
  const renamed = new Map<string, string>();
  const gone = new Set<string>();
  for (const block of blocks) {
    block.inner.forEach((name) => gone.add(name));
    for (const node of rewritten(block)) replaced.set(node.name, node);
    if (block.biasGradient) {
      gone.add(block.biasGradient.name);
      renamed.set(block.biasGradient.name, `${block.filterGradient.name}:1`);
    }
  }
  return nodes.flatMap((node) => {
    if (gone.has(node.name)) return [];
    const { inputs, ...rest } = replaced.get(node.name) ?? node;
    return [{ ...rest, inputs: inputs.map((input) => renameInput(input, renamed)) }];
  });
}

interface Block {
  readonly convolution: GraphNode;
  readonly biased: GraphNode;
  readonly pool: GraphNode;
  readonly filterGradient: GraphNode;
  readonly inputGradient: GraphNode | undefined;
  readonly biasGradient: GraphNode | undefined;
  /** The gradient of the pooled images, as an input. */
  readonly gradient: string;
  /** Names of the nodes that the rewritten block does without. */
  readonly inner: readonly string[];
}

function rewritten(block: Block): readonly GraphNode[] {
  const { convolution, biased, pool, filterGradient, inputGradient, gradient } = block;
  const padding = convolution.attributes["padding"] as Attribute;
  const winners = `${pool.name}:1`;
  const [image = "", sizes = ""] = filterGradient.inputs;
  const [pooling, filterOp, inputOp] = pooledOps;
  return [
    { name: pool.name, op: pooling, inputs: [biased.name], attributes: {} },
    {
      name: filterGradient.name,
      op: filterOp,
      inputs: [image, sizes, winners, gradient],
      attributes: { padding },
    },
    ...(inputGradient
      ? [
          {
            name: inputGradient.name,
            op: inputOp,
            inputs: [...inputGradient.inputs.slice(0, 2), winners, gradient],
            attributes: { padding },
          },
        ]
      : []),
  ];
}

/** The block that ends in this pooling, or undefined where it is another pattern. */
function blockOf(pool: GraphNode, graph: Readers): Block | undefined {
  if (!isTwoByTwo(pool)) return undefined;
  const relu = graph.maker(pool.inputs[0]);
  const biased = graph.maker(relu?.inputs[0]);
  const convolution = graph.maker(biased?.inputs[0]);
  if (relu?.op !== "Relu" || biased?.op !== "BiasAdd" || convolution?.op !== "Conv2D")
    return undefined;
  if (!isPlain(convolution) || graph.readers(convolution.name).length !== 1) return undefined;

  // Forward: relu is read by pooling and its gradient alone, the biased image by relu and its gradient alone.
  const ofRelu = graph.readers(relu.name);
  const poolGradient = only(
    ofRelu,
    ({ op }) => op === "MaxPoolGrad" || op === "_MklNativeMaxPoolGrad",
  );
  const again = ofRelu.filter(({ op }) => op === "_MklNativeMaxPool");
  if (!poolGradient || ofRelu.length !== again.length + 2 || again.length > 1) return undefined;
  if (!isTwoByTwo(poolGradient) || graph.maker(poolGradient.inputs[1]) !== pool) return undefined;
  if (again.some(({ name }) => only(graph.readers(name), () => true) !== poolGradient))
    return undefined;
  const reluGradient = only(graph.readers(poolGradient.name), () => true);
  if (reluGradient?.op !== "ReluGrad" || graph.readers(biased.name).length !== 2) return undefined;
  if (graph.maker(reluGradient.inputs[0]) !== poolGradient) return undefined;
  if (graph.maker(reluGradient.inputs[1]) !== biased) return undefined;

  // Backward: what reads relu's gradient, as it is or reshaped to what it was, is a gradient of this convolution.
  const direct = graph.readers(reluGradient.name);
  const reshaped = direct.filter(({ op }) => op === "Reshape");
  const behind = reshaped.flatMap(({ name }) => graph.readers(name));
  if (!behind.every(({ op }) => op.startsWith("Conv2DBackprop"))) return undefined;
  const gradients = [...direct.filter(({ op }) => op !== "Reshape"), ...behind];
  const of = (op: string): GraphNode | undefined => only(gradients, (node) => node.op === op);
  const filterGradient = of("Conv2DBackpropFilter");
  const inputGradient = of("Conv2DBackpropInput");
  const biasGradient = of("BiasAddGrad");
  const known = [filterGradient, inputGradient, biasGradient].filter((node) => node !== undefined);
  if (!filterGradient || known.length !== gradients.length) return undefined;
  const same = (a: string | undefined, b: string | undefined): boolean =>
    graph.source(a) === graph.source(b);
  if (
    !isLike(convolution, filterGradient) ||
    !same(filterGradient.inputs[0], convolution.inputs[0])
  )
    return undefined;
  if (inputGradient) {
    if (!isLike(convolution, inputGradient)) return undefined;
    if (!same(inputGradient.inputs[1], convolution.inputs[1])) return undefined;
  }
  const [, , gradient = ""] = poolGradient.inputs;
  const between = [relu, ...again, poolGradient, reluGradient, ...reshaped];
  const inner = between.flatMap(({ name }) => [name, ...graph.passedBy(name)]);
  return {
    convolution,
    biased,
    pool,
    filterGradient,
    inputGradient,
    biasGradient,
    gradient,
    inner,
  };
}

/** Who reads what, with nodes that only hand a tensor on looked through. */
class Readers {
  readonly #byName: ReadonlyMap<string, GraphNode>;
  readonly #readers = new Map<string, GraphNode[]>();

  constructor(nodes: readonly GraphNode[]) {
    this.#byName = new Map(nodes.map((node) => [node.name, node]));
    for (const node of nodes) {
      for (const input of node.inputs) {
        const name = nameOf(input);
        const list = this.#readers.get(name);
        if (list) list.push(node);
        else this.#readers.set(name, [node]);
      }
    }
  }

  /** The place that an input comes from in the end. */
  source(input: string | undefined): string | undefined {
    const node = input === undefined ? undefined : this.#byName.get(input);
    return node && handsOn(node) ? this.source(node.inputs[0]) : input;
  }

  /** The node that makes an input's values. */
  maker(input: string | undefined): GraphNode | undefined {
    const source = this.source(input);
    return source === undefined ? undefined : this.#byName.get(nameOf(source));
  }

  /** The nodes that read any output of a node, or wait for it. */
  readers(name: string): readonly GraphNode[] {
    const direct = new Set(this.#readers.get(name) ?? []);
    return [...direct].flatMap((node) => (handsOn(node) ? this.readers(node.name) : [node]));
  }

  /** The nodes that hand a node's tensor on. */
  passedBy(name: string): readonly string[] {
    const passing = (this.#readers.get(name) ?? []).filter(handsOn);
    return passing.flatMap((node) => [node.name, ...this.passedBy(node.name)]);
  }
}

/** Whether a node gives what it is given: a cast to the type that is there already is one. */
function handsOn({ op, attributes }: GraphNode): boolean {
  if (op === "Cast") return attributes["SrcT"]?.value === attributes["DstT"]?.value;
  return op === "Identity";
}

/** `node`, `node:output` and `^node` name a node. */
function nameOf(input: string): string {
  return input.replace(/^\^/, "").replace(/:\d+$/, "");
}

function renameInput(input: string, renamed: ReadonlyMap<string, string>): string {
  const to = renamed.get(nameOf(input));
  if (to === undefined) return input;
  return input.startsWith("^") ? `^${nameOf(to)}` : to;
}

function only(
  nodes: readonly GraphNode[],
  wanted: (node: GraphNode) => boolean,
): GraphNode | undefined {
  const found = nodes.filter(wanted);
  return found.length === 1 ? found[0] : undefined;
}

/** A text or a list of numbers as text, for comparison. */
function text({ attributes }: GraphNode, key: string): string {
  const value = attributes[key]?.value;
  return Array.isArray(value) ? value.join() : typeof value === "string" ? value : "";
}

function isTwoByTwo(pool: GraphNode): boolean {
  return (
    text(pool, "ksize") === "1,2,2,1" &&
    text(pool, "strides") === "1,2,2,1" &&
    text(pool, "padding") === "VALID"
  );
}

function isPlain(convolution: GraphNode): boolean {
  return (
    convolution.attributes["T"]?.value === DataType.float &&
    text(convolution, "strides") === "1,1,1,1" &&
    text(convolution, "dilations") === "1,1,1,1" &&
    text(convolution, "data_format") === "NHWC" &&
    ["SAME", "VALID"].includes(text(convolution, "padding"))
  );
}

function isLike(convolution: GraphNode, gradient: GraphNode): boolean {
  return isPlain(gradient) && text(gradient, "padding") === text(convolution, "padding");
}
