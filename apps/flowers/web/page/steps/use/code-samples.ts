/** Ten lines for a program of one's own, which answers as the page does. */
import type { ModelFacts } from "../../../engine/contract";

/** Where a program runs. */
export type Runtime = "node" | "page";

/** @param file the model's, as it was saved */
export function codeSample(runtime: Runtime, file: string, facts: ModelFacts): string {
  const { classNames, imageSize, temperature } = facts;
  const [size, names] = [imageSize.join(", "), JSON.stringify(classNames)];
  const options = temperature === 1 ? "" : `, { temperature: ${temperature} }`;
  if (runtime === "node")
    return `// npm install @flowers/keras @flowers/dataset @flowers/training @tensorflow/tfjs
import { models } from "@flowers/keras";
import { loadImage } from "@flowers/dataset";
import { classify } from "@flowers/training";

const model = await models.loadModel(${JSON.stringify(file)});
const photo = await loadImage(process.argv[2], { targetSize: [${size}] });
const answer = await classify(model, photo, ${names}${options});
console.log(answer); // the likeliest class first
`;
  return `// npm install @flowers/keras @flowers/dataset @flowers/training @tensorflow/tfjs
import { models } from "@flowers/keras";
import { loadImage } from "@flowers/dataset";
import { classify } from "@flowers/training";

const file = await fetch(${JSON.stringify(file)});
const model = await models.loadModel(new Uint8Array(await file.arrayBuffer()));
document.querySelector("input[type=file]").onchange = async ({ target }) => {
  const photo = await loadImage(target.files[0], { targetSize: [${size}] });
  const answer = await classify(model, photo, ${names}${options});
  document.querySelector("output").textContent = JSON.stringify(answer);
};
`;
}
