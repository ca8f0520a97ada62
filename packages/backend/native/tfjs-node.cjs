// What this package uses of tfjs-node's JavaScript: its backend, and its kernels, which register themselves. The build
// bundles it, so that users need not install tfjs-node, whose install script fails where its host cannot be reached.
const { NodeJSKernelBackend } = require("@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js");
require("@tensorflow/tfjs-node/dist/register_all_kernels.js");

module.exports = { NodeJSKernelBackend };
