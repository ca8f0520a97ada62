/** Writing to the end of a file in the origin-private file system. */
import type { PrivateWriter } from "../contract";
import { opensInPlace, SyncFile } from "./sync-access";

export async function privateWriter(
  file: FileSystemFileHandle,
  at: number,
): Promise<PrivateWriter> {
  if (opensInPlace(file)) {
    const access = await SyncFile.open(file, at);
    return {
      write: (bytes) => access.write(bytes),
      close: async () => {
        await access.flush();
        await access.close();
      },
    };
  }
  const stream = await file.createWritable({ keepExistingData: at > 0 });
  if (at > 0) {
    await stream.truncate(at);
    await stream.seek(at);
  }
  return { write: (bytes) => stream.write(bytes), close: () => stream.close() };
}
