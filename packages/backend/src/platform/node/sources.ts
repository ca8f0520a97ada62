/** Where libtensorflow can be had for this machine. */

/** An archive on tfjs-node's own host. */
export interface Release {
  readonly version: string;
  readonly url: string;
}

/** A wheel that carries libtensorflow, as pip names it. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** The Python and platform whose wheel is asked for, whatever Python runs pip: its libtensorflow is the same. */
  readonly python: string;
  readonly platform: string;
}

const host = "https://storage.googleapis.com/";

/**
 * The archive that tfjs-node's install script would fetch, or undefined where there is none.
 * Obeys the same variables: TFJS_NODE_CDN_STORAGE, CDN_STORAGE, TFJS_NODE_BASE_URI.
 */
export function releaseFor(environment: NodeJS.ProcessEnv = process.env): Release | undefined {
  const base = environment["TFJS_NODE_CDN_STORAGE"] || environment["CDN_STORAGE"] || host;
  const prefix =
    environment["TFJS_NODE_BASE_URI"] || `${base}tensorflow/libtensorflow/libtensorflow-`;
  switch (`${process.platform}-${process.arch}`) {
    case "linux-x64":
      return { version: "2.9.1", url: `${prefix}cpu-linux-x86_64-2.9.1.tar.gz` };
    case "darwin-x64":
      return { version: "2.9.1", url: `${prefix}cpu-darwin-x86_64-2.9.1.tar.gz` };
    case "linux-arm64":
      return { version: "2.7.0", url: `${base}tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz` };
    case "darwin-arm64":
      return {
        version: "2.7.0",
        url: `${base}tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`,
      };
    default:
      return undefined;
  }
}

/** The wheel for this machine, or undefined where none carries a libtensorflow that runs (Windows, musl). */
export function wheelFor(): Wheel | undefined {
  if (process.platform === "linux" && !usesGlibc()) return undefined;
  const shared = { version: "2.21.0", python: "3.11" };
  switch (`${process.platform}-${process.arch}`) {
    case "linux-x64":
      return { ...shared, name: "tensorflow-cpu", platform: "manylinux_2_27_x86_64" };
    case "linux-arm64":
      return { ...shared, name: "tensorflow", platform: "manylinux_2_27_aarch64" };
    case "darwin-arm64":
      return { ...shared, name: "tensorflow", platform: "macosx_12_0_arm64" };
    default:
      return undefined;
  }
}

/** TensorFlow's builds for Linux need glibc; Alpine and its kin have musl. */
function usesGlibc(): boolean {
  const { report } = process;
  (report as { excludeNetwork?: boolean }).excludeNetwork = true; // Else the report looks up names of hosts.
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
