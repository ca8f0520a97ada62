/** What every archive must keep to, wherever it is unpacked: names inside the folder, no links, no bombs. */
import { DatasetError } from "../errors";

/** What an archive may unpack to at most. */
export interface ArchiveLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** The error for an archive that breaks a rule or is damaged. */
export function refused(archive: string, rule: string, cause?: unknown): DatasetError {
  return new DatasetError("unsafe-archive", `The archive "${archive}" was refused: ${rule}.`, {
    cause,
  });
}

/** Checks the entries of one archive as they are met. */
export class ArchiveRules {
  readonly #seen = new Set<string>();
  #bytes = 0;
  #entries = 0;

  constructor(
    /** As messages name it. */
    readonly archive: string,
    readonly limits: ArchiveLimits,
  ) {}

  /** One more entry, of whatever kind. */
  count(): void {
    if (++this.#entries > this.limits.maxEntries) {
      throw refused(
        this.archive,
        `it has more than ${this.limits.maxEntries} entries (maxEntries)`,
      );
    }
  }

  /** So many more bytes, unpacked. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.limits.maxBytes) {
      throw refused(
        this.archive,
        `it unpacks to more than ${this.limits.maxBytes} bytes (maxBytes)`,
      );
    }
  }

  /** The entry's path inside the folder that is unpacked to, with `/` between its parts. */
  path(name: string): string {
    const parts = name
      .replaceAll("\\", "/")
      .split("/")
      .filter((part) => part !== "" && part !== ".");
    const absolute = /^([/\\]|[A-Za-z]:)/.test(name);
    if (absolute || parts.includes("..") || name.includes("\0") || parts.length === 0) {
      throw refused(this.archive, `the entry ${JSON.stringify(name)} does not lie inside it`);
    }
    return parts.join("/");
  }

  /** The path of a file, which no other file may have. */
  filePath(name: string): string {
    const path = this.path(name);
    if (this.#seen.has(path)) {
      throw refused(this.archive, `two of its files are named ${JSON.stringify(name)}`);
    }
    this.#seen.add(path);
    return path;
  }

  /** What is sound, but of a kind that is not unpacked: not to be called damaged. */
  unsupported(name: string, what: string): DatasetError {
    return refused(
      this.archive,
      `the entry ${JSON.stringify(name)} is ${what} (unpack it yourself, or pack it again)`,
    );
  }

  /** A link, a device or another thing that is neither file nor folder. */
  special(name: string, kind: string): DatasetError {
    return refused(
      this.archive,
      `the entry ${JSON.stringify(name)} is a ${kind}; only files and folders are unpacked`,
    );
  }
}
