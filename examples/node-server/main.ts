/**
 * A server that classifies uploaded photos: `POST /classify` with the bytes of an image gives the likeliest classes as JSON.
 *
 *     MODEL=model.keras CLASSES=classes.json PORT=8080 npm start
 *     curl --data-binary @photo.jpg http://localhost:8080/classify
 */
import { readFile } from "node:fs/promises";
import { startServer } from "./server";
import { useBackend } from "@flowers/backend";

const { MODEL = "model.keras", CLASSES = "classes.json", PORT = "8080" } = process.env;
const { description } = await useBackend("auto");
const server = await startServer({
  model: await readFile(MODEL),
  classNames: JSON.parse(await readFile(CLASSES, "utf8")) as string[],
  port: Number(PORT),
});
console.log(`Listening on port ${server.port}, on ${description}.`);
