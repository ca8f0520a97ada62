/** `keras.utils`. */
export {
  getFile,
  imageDatasetFromDirectory,
  imgToArray,
  loadImage as loadImg,
} from "@flowers/dataset";
export { setRandomSeed } from "@flowers/random";
