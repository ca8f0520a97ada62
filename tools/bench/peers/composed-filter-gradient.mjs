/** The filter gradient that stock tfjs-backend-wasm lacks, composed of its own transposes and conv2d: dw = conv(x', dy'). */

/** Registers it, so that the stock backend can train stride-1 convolutions at all. */
export function registerComposedFilterGradient(tf) {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs;
      const [kh, kw] = attrs.filterShape;
      const info = tf.backend_util.computeConv2DInfo(
        x.shape,
        attrs.filterShape,
        attrs.strides,
        1,
        attrs.pad,
      );
      const { top, bottom, left, right } = info.padInfo;
      return tf.tidy(() => {
        const images = tf.transpose(tf.engine().makeTensorFromTensorInfo?.(x) ?? x, [3, 1, 2, 0]);
        const filters = tf.transpose(dy, [1, 2, 0, 3]);
        const pad = [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ];
        const turned = tf.conv2d(images, filters, 1, pad);
        return tf.transpose(tf.slice(turned, 0, [-1, kh, kw, -1]), [1, 2, 0, 3]);
      });
    },
  });
}
