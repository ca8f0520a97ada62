// Picks the TensorFlow.js backend, puts native TensorFlow on the machine, adds the kernels that tfjs lacks.
export { type BackendName, type BackendRefusal } from "./backend-name";
export { BackendError, type BackendErrorCode } from "./errors";
export { registerKernels } from "./register-kernels";
export { useBackend, type BackendChoice, type UseBackendOptions } from "./use-backend";
export { diagnoseBackends, type BackendDiagnosis } from "./diagnose";
export type { Cluster, ClusterProgress, JoinClusterOptions } from "./cluster/cluster";
export { findNative, installNative, joinCluster, registerFileHandler } from "./doors";
export {
  type NativeInstallation,
  type NativeInstallOptions,
  type NativeProgress,
} from "./native-types";
