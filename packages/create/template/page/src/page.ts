/** The page: loads the trained model and says what is on a photo. The photo stays on the visitor's machine. */
import * as keras from "@flowers/keras";
import { imageSize } from "./settings";

const find = <T extends HTMLElement>(id: string): T => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element "${id}".`);
  return element as T;
};
const input = find<HTMLInputElement>("photo");
const said = find("said");
const ranked = find("ranked");
const shown = find<HTMLImageElement>("shown");

async function fetchFile(path: string): Promise<Response> {
  const response = await fetch(`${import.meta.env.BASE_URL}${path}`);
  // A development server answers unknown paths with the page itself.
  if (!response.ok || response.headers.get("content-type")?.includes("text/html"))
    throw new Error(`There is no ${path} yet. Train first: npm run train`);
  return response;
}

async function start(): Promise<void> {
  const classNames = (await (await fetchFile("model/classes.json")).json()) as string[];
  const bytes = new Uint8Array(await (await fetchFile("model/model.keras")).arrayBuffer());
  const model = await keras.models.loadModel(bytes);
  said.textContent = `Ready. It knows ${classNames.join(", ")}.`;
  input.disabled = false;
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) answer(model, classNames, file).catch(tell);
  });
}

type Model = Awaited<ReturnType<typeof keras.models.loadModel>>;

async function answer(model: Model, classNames: string[], file: File): Promise<void> {
  said.textContent = "Looking ...";
  ranked.replaceChildren();
  URL.revokeObjectURL(shown.src);
  shown.src = URL.createObjectURL(file);
  shown.hidden = false;
  const photo = await keras.utils.loadImg(file, { targetSize: imageSize });
  const best = await keras.classify(model, photo, classNames, { top: 3 });
  for (const { label, probability } of best) {
    const line = document.createElement("li");
    line.textContent = `${label}: ${(100 * probability).toFixed(1)} percent`;
    ranked.append(line);
  }
  said.textContent = `Most likely ${best[0]?.label ?? "nothing that it knows"}.`;
}

function tell(error: unknown): void {
  said.textContent = error instanceof Error ? error.message : String(error);
}

start().catch(tell);
