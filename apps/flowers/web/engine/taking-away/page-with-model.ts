/** Puts a model into the page that is taken away. */
import {
  type About,
  aboutId,
  directionsClass,
  modelPlace,
  topologyId,
  weightsClass,
} from "../../taken-away/contract";
import type { ModelFiles } from "../storage/model-files";
import { halved } from "./exact-halves";

/** Browsers keep long texts, and a worker turns parts of this length into bytes without much of a copy. A multiple of 3. */
const partBytes = 3 * 2 ** 20;

/**
 * @param page the page of `virtual:taken-away`
 * @param directions of the training pictures (tutorial/direction.ts); of none, empty
 */
export async function pageWithModel(
  page: string,
  about: About,
  model: ModelFiles,
  directions: ArrayBuffer,
): Promise<string> {
  if (!page.includes(modelPlace))
    throw new Error("The page to take away has no place for a model.");
  const { json, weights } = halved(model);
  const elements = [
    `<script type="application/json" id="${aboutId}">${inScript(JSON.stringify(about))}</script>`,
    `<script type="application/json" id="${topologyId}">${inScript(json)}</script>`,
    ...(await partsOf(weights, weightsClass)),
    ...(await partsOf(directions, directionsClass)),
  ];
  return page.replace(modelPlace, () => elements.join("\n"));
}

/** Bytes as elements of a class. */
async function partsOf(bytes: ArrayBuffer, name: string): Promise<string[]> {
  const parts: string[] = [];
  for (let at = 0; at < bytes.byteLength; at += partBytes) {
    const part = await base64(bytes.slice(at, at + partBytes));
    parts.push(`<script type="text/plain" class="${name}">${part}</script>`);
  }
  return parts;
}

/** JSON in which nothing ends its element or begins a comment. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

function base64(bytes: ArrayBuffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error("The model could not be read."));
    reader.readAsDataURL(new Blob([bytes]));
  });
}
