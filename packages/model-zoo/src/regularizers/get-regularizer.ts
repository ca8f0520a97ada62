/** Regularizers by Keras's names, and one factory for each. */
import { ModelZooError } from "../errors";
import { named, savedObject } from "../names";
import {
  L1,
  L1L2,
  type L1L2Options,
  L2,
  OrthogonalRegularizer,
  type OrthogonalRegularizerOptions,
  type Regularizer,
} from "./regularizers";

/** Makes an {@link L1} regularizer. */
export const l1 = (options?: Pick<L1L2Options, "l1">): L1 => new L1(options);
/** Makes an {@link L2} regularizer. */
export const l2 = (options?: Pick<L1L2Options, "l2">): L2 => new L2(options);
/** Makes an {@link L1L2} regularizer. */
export const l1l2 = (options?: L1L2Options): L1L2 => new L1L2(options);
/** Makes an {@link OrthogonalRegularizer}. */
export const orthogonalRegularizer = (
  options?: OrthogonalRegularizerOptions,
): OrthogonalRegularizer => new OrthogonalRegularizer(options);

const makers: Readonly<Record<string, (config?: object) => Regularizer>> = {
  l1,
  l2,
  l1l2,
  orthogonal: orthogonalRegularizer,
  orthogonalRegularizer,
};

/** A name (`"l2"`, `"L1L2"`, `"l1_l2"`, `"orthogonal"`), a regularizer, or one as a saved model has it. */
export type RegularizerLike = string | Regularizer;

/**
 * The regularizer of a name. One of tfjs's own is taken for its factors: its gradient at 0 is not TensorFlow's.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function getRegularizer(
  regularizer: RegularizerLike | null | undefined,
): Regularizer | null {
  if (regularizer === null || regularizer === undefined) return null;
  if (typeof regularizer === "string") return named(makers, regularizer, "regularizer")();
  if (regularizer instanceof L1L2 || regularizer instanceof OrthogonalRegularizer) {
    return regularizer;
  }
  if (typeof regularizer === "object" && typeof regularizer.apply === "function") {
    const own = Object.getPrototypeOf(regularizer) as { constructor: { className?: string } };
    if (own.constructor.className !== "L1L2") return regularizer;
    const { l1: first, l2: second } = regularizer as unknown as { l1: number; l2: number };
    return new L1L2({ l1: first, l2: second });
  }
  const saved = savedObject(regularizer);
  if (saved) return named(makers, saved.className, "regularizer")(saved.config);
  throw new ModelZooError(
    "invalid-argument",
    `Could not interpret regularizer identifier: ${JSON.stringify(regularizer)}. Expected a name or a regularizer.`,
  );
}
