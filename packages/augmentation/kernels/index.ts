// The module's exports. It owns no memory and no data: every pointer is into the memory that it is given.
export { blendRow } from "./blend";
