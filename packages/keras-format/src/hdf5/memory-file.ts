/** HDF5 files in WebAssembly's memory: opened, used, and gone. */
import { File as Hdf5File, ready } from "h5wasm";
import { KerasFormatError } from "../errors";
import { MemoryBudget } from "./bounded-memory";
import { heapsAreWhole } from "./check-heaps";

export type Module = Awaited<typeof ready>;

const temporary = { next: 0 };

/** Runs `use` with HDF5's errors thrown instead of printed, and a name in WebAssembly's memory that is freed after. */
export async function withMemoryFile<T>(use: (module: Module, fileName: string) => T): Promise<T> {
  const module = await ready;
  const fileName = `/flowers-keras-format-${temporary.next++}.h5`;
  module.activate_throwing_error_handler();
  try {
    return use(module, fileName);
  } finally {
    module.deactivate_throwing_error_handler();
    if (module.FS.analyzePath(fileName).exists) module.FS.unlink(fileName);
  }
}

/**
 * Opens bytes as an HDF5 file and runs `use`.
 *
 * @param what names the file in messages
 * @throws KerasFormatError `invalid-file` for whatever HDF5's library complains of
 */
export async function withHdf5<T>(
  bytes: Uint8Array,
  what: string,
  use: (module: Module, file: Hdf5File, memory: MemoryBudget) => T,
): Promise<T> {
  if (!heapsAreWhole(bytes)) {
    throw new KerasFormatError(
      "invalid-file",
      `readKeras: ${what} is damaged: a heap of texts in it has no end.`,
    );
  }
  return withMemoryFile((module, fileName) => {
    module.FS.writeFile(fileName, bytes);
    const memory = new MemoryBudget(bytes.length);
    let file: Hdf5File | undefined;
    try {
      return memory.guard(() => {
        file = new Hdf5File(fileName, "r");
        return use(module, file, memory);
      });
    } catch (error) {
      if (KerasFormatError.is(error)) throw error;
      throw new KerasFormatError(
        "invalid-file",
        `readKeras: ${what} is not an HDF5 file, or is damaged.`,
        { cause: error },
      );
    } finally {
      file?.close();
    }
  });
}
