// Keras's image_dataset_from_directory and tf.data pipelines for TensorFlow.js, number for number.
export {};
