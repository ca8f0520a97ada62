/** What the functions of this package take, told from anything else before it is used. */
import { FilesError } from "./errors";
import type { FileStore } from "./file-store";

/** A value as a message shows it: short, and never an error of its own. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null) return String(value);
  return `a value of type ${Object.prototype.toString.call(value).slice("[object ".length, -1)}`;
}

/** @throws FilesError `invalid-argument`: the argument, the rule and the value */
export function refuse(caller: string, argument: string, rule: string, value: unknown): never {
  throw new FilesError(
    "invalid-argument",
    `${caller}: ${argument} must be ${rule}; received ${show(value)}.`,
  );
}

/** Whether a value is of a built-in class, also when it comes from another window or worker. */
function isA(name: string, value: unknown): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}

export function isBytes(value: unknown): value is Uint8Array {
  return isA("Uint8Array", value); // Node's Buffer too
}

export function isBuffer(value: unknown): value is ArrayBuffer {
  return isA("ArrayBuffer", value);
}

export function requireText(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "string") refuse(caller, argument, "a string", value);
}

export function requireBytes(caller: string, argument: string, value: unknown): void {
  if (!isBytes(value)) refuse(caller, argument, "a Uint8Array", value);
}

export function requireFunction(caller: string, argument: string, value: unknown): void {
  if (typeof value !== "function") refuse(caller, argument, "a function", value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function requireRecord(caller: string, argument: string, value: unknown): void {
  if (!isRecord(value)) refuse(caller, argument, "an object", value);
}

const methods: readonly (keyof FileStore)[] = [
  "read",
  "writeAtomic",
  "append",
  "remove",
  "removeEmptyFolder",
];

export function requireStore(caller: string, value: unknown): void {
  const isStore = isRecord(value) && methods.every((name) => typeof value[name] === "function");
  if (!isStore) refuse(caller, "store", `an object with ${methods.join(", ")}`, value);
}

/** The same store, with the arguments of its methods checked. */
export function checkedStore(store: FileStore): FileStore {
  return {
    async read(path) {
      requireText("read", "path", path);
      return store.read(path);
    },
    async writeAtomic(path, bytes) {
      requireText("writeAtomic", "path", path);
      requireBytes("writeAtomic", "bytes", bytes);
      return store.writeAtomic(path, bytes);
    },
    async append(path, bytes) {
      requireText("append", "path", path);
      requireBytes("append", "bytes", bytes);
      return store.append(path, bytes);
    },
    async remove(path) {
      requireText("remove", "path", path);
      return store.remove(path);
    },
    async removeEmptyFolder(path) {
      requireText("removeEmptyFolder", "path", path);
      return store.removeEmptyFolder(path);
    },
  };
}
