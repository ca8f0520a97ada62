/** What the native installer takes and gives; apart from the installer, so that the page can name the types. */

/** One report of the native installer's progress. */
export interface NativeProgress {
  /** `download` (libtensorflow), `extract`, `compile` (the binding), `check` (a training step against known numbers). */
  readonly phase: "download" | "extract" | "compile" | "check";
  /** Where `download` gets it from, for people. */
  readonly source?: string;
  /** Bytes of this phase so far; 0 for phases that have no bytes. */
  readonly receivedBytes: number;
  /** Bytes of this phase in all, undefined when unknown. */
  readonly totalBytes?: number;
}

/** Options of {@link installNative}. */
export interface NativeInstallOptions {
  /** Called while work is done, at most a few times a second. */
  readonly onProgress?: (progress: NativeProgress) => void;
  /** Stops the work; nothing half-made stays. */
  readonly signal?: AbortSignal;
  /** Install again even when a checked installation exists. Default false. */
  readonly force?: boolean;
  /** A `tensorflow-cpu` or `tensorflow` wheel already on disk, for a machine without network. */
  readonly wheelPath?: string;
}

/** A native TensorFlow that is on this machine and has passed its check. */
export interface NativeInstallation {
  /** TensorFlow's version, such as "2.21.0". */
  readonly version: string;
  /** Folder that holds libtensorflow and the binding. */
  readonly folder: string;
  /** Where libtensorflow came from, for people. */
  readonly source: string;
  /** The compiled binding (`.node`). */
  readonly bindingPath: string;
  /** The compiled settings addon, or undefined when the binding came ready-made. */
  readonly tunePath?: string;
  /** The compiled addon of ops that make training faster, or undefined where it could not be compiled. */
  readonly opsPath?: string;
}
