/** Loads `model.keras` from beside the page and says which class a chosen picture is of. Nothing is sent anywhere. */
import * as keras from "@flowers/keras";

const classNames = ["blue", "red"];
const input = document.querySelector<HTMLInputElement>("#photo");
const said = document.querySelector("#said");
if (!input || !said) throw new Error("index.html lacks #photo or #said.");

const response = await fetch(`${import.meta.env.BASE_URL}model.keras`);
if (!response.ok) throw new Error("There is no model.keras beside the page.");
const model = await keras.models.loadModel(new Uint8Array(await response.arrayBuffer()));
const [, height, width] = model.inputs[0]?.shape ?? [];
const targetSize: [number, number] = [Number(height), Number(width)];

async function answer(file: File): Promise<string> {
  const photo = await keras.utils.loadImg(file, { targetSize });
  const [best] = await keras.classify(model, photo, classNames);
  return `${best?.label}: ${(100 * (best?.probability ?? 0)).toFixed(1)} percent`;
}

input.addEventListener("change", () => {
  const [file] = input.files ?? [];
  if (!file) return;
  answer(file).then(
    (sentence) => (said.textContent = sentence),
    (error: unknown) => (said.textContent = error instanceof Error ? error.message : String(error)),
  );
});
input.disabled = false;
said.textContent = "Choose a picture.";
