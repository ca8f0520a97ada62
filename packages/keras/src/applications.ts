/** `keras.applications`: ready networks. */
export { efficientNetLite0, threeBlockCnn } from "@flowers/model-zoo";
