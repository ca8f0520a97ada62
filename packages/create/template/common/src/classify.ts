/** Says what is on photos: `npm run classify -- one.jpg two.jpg`. */
import { readFile } from "node:fs/promises";
import * as keras from "@flowers/keras";
import { folder } from "./model-files";
import { imageSize } from "./settings";

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("Name one or more photos: npm run classify -- photo.jpg");
  process.exit(2);
}
const model = await keras.models.loadModel(`${folder}/model.keras`);
const classNames = JSON.parse(await readFile(`${folder}/classes.json`, "utf8")) as string[];
for (const file of files) {
  const photo = await keras.utils.loadImg(file, { targetSize: imageSize });
  const ranked = await keras.classify(model, photo, classNames, { top: 3 });
  const words = ranked.map(
    ({ label, probability }) => `${label} ${(100 * probability).toFixed(1)} %`,
  );
  console.log(`${file}: ${words.join(", ")}`);
}
