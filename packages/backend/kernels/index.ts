// The module's exports. It owns no memory and no data: every pointer is into tfjs's heap.
export { convFilterGrad, spread } from "./conv";
export { allFinite, countNonZeros, sparseConvFilterGrad, sparseConvInputGrad } from "./sparse-conv";
export { maxPoolGrad, poolWithNaN } from "./pool";
export { reluGrad, biasAdd, columnSum, clip, larger, smaller, hasNaN } from "./elementwise";
export { matmulTN, matmulNT } from "./matmul";
