// Makes a small TypeScript project that trains on a folder of photos, for Node or with a page.
export { CreateError, type CreateErrorCode } from "./errors";
export { makeProject, type ProjectOptions } from "./make-project";
