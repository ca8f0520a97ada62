/** Where the compiled kernels of a package are, and the text of that file for the present sources. */
export declare function moduleSource(
  name: string,
): Promise<{ readonly path: string; readonly text: string }>;
