// Keras's image preprocessing and augmentation layers for TensorFlow.js, right on every backend.
export {};
