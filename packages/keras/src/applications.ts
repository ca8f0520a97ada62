/** `keras.applications`: ready networks. */
export { threeBlockCnn } from "@flowers/model-zoo";
