/** The text of docs/augmentation.md: from the comments of the sources, the examples, and the layer of new-layer.ts. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format } from "oxfmt";
import { layerGroups, type LayerExample } from "./layer-examples";
import { readComments, type LayerComments } from "./read-comments";
import { factoryName } from "./strips";

/** Where the page stands. */
export const pageFile = fileURLToPath(new URL("../../../docs/augmentation.md", import.meta.url));
/** Where its pictures stand. */
export const pictureFolder = fileURLToPath(new URL("../../../docs/augmentation/", import.meta.url));

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return JSON.stringify(value);
}

function callOf(name: string, options: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${literal(value)}`);
  return `\`${factoryName(name)}(${entries.length > 0 ? `{ ${entries.join(", ")} }` : ""})\``;
}

function captionOf({ name, show, variants }: LayerExample): string {
  const calls = variants.map((options) => callOf(name, options));
  switch (show) {
    case "batch":
      return `The picture, then one batch of five copies of it through ${calls[0]}.`;
    case "calls":
      return `The picture, then five calls of ${calls[0]} on it: the draw is one for a whole batch.`;
    case "mixture":
      return `A batch of five pictures, below it the same batch through ${calls[0]}.`;
    case "variants":
      return `The picture, then ${calls.join(", ")}.`;
    default:
      return show satisfies never;
  }
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const cell = (text: string): string => text.replaceAll("|", "\\|");

function tableOf({ own, shared }: LayerComments): string {
  const rows = own.map(
    ({ name, type, required, meaning }) =>
      `| \`${name}\`${required ? " (required)" : ""} | \`${cell(type)}\` | ${cell(meaning)} |`,
  );
  const also = `Shared arguments: ${shared.map((name) => `\`${name}\``).join(", ")}.`;
  if (rows.length === 0) return also;
  return ["| Argument | Type | Meaning |", "| --- | --- | --- |", ...rows, "", also].join("\n");
}

async function sectionOf(layer: LayerExample): Promise<string> {
  const comments = await readComments(layer.name, layer.file);
  return `### ${layer.name}

${comments.summary}

![${layer.name}: ${layer.show === "mixture" ? "five pictures and what they become" : "the picture and what it becomes"}](augmentation/${layer.file}.webp)

${captionOf(layer)}

${tableOf(comments)}

**Draws.** ${capitalized(comments.draws.replace(/^Draws?: /, ""))}

**Values.** ${comments.values}
`;
}

/** The code of new-layer.ts, from its first import on. */
export async function newLayerCode(): Promise<string> {
  const text = await readFile(new URL("new-layer.ts", import.meta.url), "utf8");
  return text.slice(text.search(/^import /m)).trimEnd();
}

const opening = `# The image layers, one by one

<!-- Made by \`pnpm --filter @flowers-tools/docs run make\` from the sources of @flowers/augmentation; do not edit. -->

What every layer of [@flowers/augmentation](../packages/augmentation/README.md) does to one picture of our own painted
sample set, its arguments, and what it draws from which distribution, in Keras's order. With the same \`seed\` the draws are
those of Keras 3 on TensorFlow, call after call. Tiles are clipped to 0..255, as a screen does.

Arguments that layers share:

| Argument | Type | Meaning |
| --- | --- | --- |
| \`seed\` | \`number \\| null\` | A whole number that fixes every draw; without one, a seed is drawn from Keras's global Python stream (\`setRandomSeed\` of \`@flowers/random\`). Every draw below consumes one pair of the layer's \`seedGenerator\`. |
| \`dataFormat\` | \`"channelsLast" \\| "channelsFirst"\` | Default \`"channelsLast"\`: \`[batch, height, width, channels]\`. |
| \`fillMode\` | \`"reflect" \\| "wrap" \\| "constant" \\| "nearest"\` | What lies outside an image: mirrored with the edge repeated, repeated, \`fillValue\`, or the edge itself. Default \`"reflect"\`. |
| \`interpolation\` | \`"nearest" \\| "bilinear"\` | How a value between pixels is read. Default \`"bilinear"\`. |
| \`fillValue\` | \`number\` | What \`fillMode: "constant"\` reads outside the image. Default 0. |

Besides these, every layer takes what \`tf.layers.Layer\` takes (\`name\`, \`inputShape\` ...). A \`Factor\` is a number or a pair
\`[low, high]\`, a \`Range\` is such a pair. A uniform draw in a range includes its lower end and excludes its upper one.
`;

async function newLayerSection(): Promise<string> {
  return `## How to write a new layer in 20 lines

A layer says what it draws, on the host and from the seed pairs it is handed, and what it does with that, as a pure
function of tensors. When it acts, rank 3 and 4, both data formats, dtypes, ownership, names, saving and loading come with
\`RandomLayer\`.

\`\`\`ts
${await newLayerCode()}
\`\`\`

![RandomTint: the picture and what it becomes](augmentation/random-tint.webp)

The picture, then one batch of five copies of it through \`new RandomTint({ seed: 7 })\`.

A layer that moves pixels extends \`GeometricLayer\` instead, and only draws: 8 numbers per image, the projective matrix that
maps an output pixel to where it is read from (see \`projectiveTransform\`).
`;
}

/** How the repository is formatted. */
const formatFile = fileURLToPath(new URL("../../../.oxfmtrc.json", import.meta.url));

/** The whole page, formatted as the repository is. */
export async function makePage(): Promise<string> {
  const parts = [opening];
  for (const { title, layers } of layerGroups) {
    parts.push(`## ${title}\n`);
    for (const layer of layers) parts.push(await sectionOf(layer));
  }
  parts.push(await newLayerSection());
  const { printWidth } = JSON.parse(await readFile(formatFile, "utf8")) as { printWidth: number };
  const { code, errors } = await format(pageFile, parts.join("\n"), { printWidth });
  if (errors.length > 0) throw new Error(`The page cannot be formatted: ${errors[0]?.message}`);
  return code;
}
