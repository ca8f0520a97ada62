/** Several files as one zip, and back. */
import { unzip, type Unzipped, zip, type Zippable } from "fflate";

export function zipped(entries: Zippable): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) =>
    zip(entries, { level: 1 }, (error, bytes) =>
      error ? reject(error) : resolve(bytes as Uint8Array<ArrayBuffer>),
    ),
  );
}

/** @throws Error with the file's name when it is not a zip, or is damaged */
export async function unzipped(file: File): Promise<Unzipped> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return new Promise((resolve, reject) =>
    unzip(bytes, (error, entries) =>
      error
        ? reject(new Error(`"${file.name}" is not a zip file, or it is damaged.`, { cause: error }))
        : resolve(entries),
    ),
  );
}
