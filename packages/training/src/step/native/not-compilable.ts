/** The step does something that a graph cannot hold; it has to run eagerly. */
export class NotCompilable extends Error {
  override readonly name = "NotCompilable";
}
