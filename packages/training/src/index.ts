// Keras's compile, fit, evaluate and predict for TensorFlow.js: losses, metrics, optimizers, callbacks.
export {};
