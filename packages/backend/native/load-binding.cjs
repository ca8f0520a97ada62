// Loads a compiled binding of tfjs-node and registers its backend and kernels with TensorFlow.js, without tfjs-node's own
// entry, which insists on a binding in its own folder. CommonJS, because tfjs-node is; shared by the library and by the
// check that the installer runs in a child process.
const { createRequire } = require("node:module");
const util = require("node:util");

/**
 * @param {object} paths
 * @param {string} paths.bindingPath the compiled binding, libtensorflow beside it
 * @param {string} [paths.tunePath] the compiled settings addon
 * @param {string} [paths.opsPath] the compiled addon of TensorFlow ops
 * @param {string} paths.tfjsPath the entry of the @tensorflow/tfjs that the user runs
 * @param {(cause: Error) => void} [paths.onOpsLost] told when the ops cannot be loaded, which TensorFlow can do without;
 *   an error where nobody is told
 * @returns {string} TensorFlow's version
 */
function loadBinding({ bindingPath, tunePath, opsPath, tfjsPath, onOpsLost }) {
  // tfjs-node calls it from its kernels. Node 22 warns of it, Node 23 and newer do not have it.
  util.isNullOrUndefined = (value) => value === null || value === undefined;

  const settings = { TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "2" };
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  const tune = tunePath === undefined ? undefined : open(tunePath);
  for (const [name, value] of Object.entries(settings)) {
    tune?.setEnvironment(name, process.env[name] ?? value);
  }
  if (process.env.FLOWERS_KEEP_MEMORY !== "off") tune?.keepMemory();

  // tfjs-node must register with the copy of tfjs that the user runs.
  const tf = require(tfjsPath);
  for (const ownPath of tfjsOfTfjsNode()) {
    if (ownPath !== tfjsPath) require.cache[ownPath] = require.cache[tfjsPath];
  }

  tune?.muteErrors(true);
  try {
    const binding = open(bindingPath);
    const { NodeJSKernelBackend } = require("./tfjs-node.cjs");
    const backend = new NodeJSKernelBackend(binding, "@tensorflow/tfjs-node");
    if (opsPath !== undefined && process.env.FLOWERS_OPS !== "off") {
      try {
        backend.graphOps = new Set(open(opsPath).ops);
      } catch (cause) {
        if (onOpsLost === undefined) throw cause;
        onOpsLost(cause);
      }
    }
    tf.registerBackend("tensorflow", () => backend, 3);
    return binding.TF_Version;
  } finally {
    tune?.muteErrors(false);
  }
}

/** The copies of tfjs that `tfjs-node.cjs` would get: its own, and in a checkout that of the installed tfjs-node. */
function tfjsOfTfjsNode() {
  const paths = [require.resolve("@tensorflow/tfjs")];
  try {
    const tfjsNode = require.resolve("@tensorflow/tfjs-node/package.json");
    paths.push(createRequire(tfjsNode).resolve("@tensorflow/tfjs"));
  } catch {
    // Built packages carry what they need of tfjs-node.
  }
  return paths;
}

function open(path) {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}

module.exports = { loadBinding };
