// The module's exports. It owns no memory and no data: every pointer is into the memory that it is given.
export { fused, horizontal, vertical } from "./bilinear";
export { round } from "./round";
export { sum } from "./checksum";
