/** `keras.regularizers`. */
export {
  getRegularizer as get,
  l1,
  L1L2,
  l1l2,
  l2,
  orthogonalRegularizer,
} from "@flowers/model-zoo";
