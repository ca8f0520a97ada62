/** How Keras names the groups of the weights file (saving_lib.py): by class and count, not by the layer's name. */

/** `Conv2D` becomes `conv2d`, `MaxPooling2D` `max_pooling2d`, `RMSprop` `rm_sprop`. */
export function snakeCase(className: string): string {
  return className
    .replaceAll(/\W+/g, "")
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Gives the group names of one list of layers: `dense`, `dense_1`, ... */
export function groupNames(classNames: readonly string[]): string[] {
  const used = new Map<string, number>();
  return classNames.map((className) => {
    const name = snakeCase(className);
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}
