// The random numbers that NumPy, Python, tf.data and Keras draw, bit for bit.
export {};
