// Ready image classifiers, and layers and initializers whose randomness is Keras's, for TensorFlow.js.
export {};
