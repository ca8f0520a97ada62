/** `keras.random`: draws that are functions of their seed. */
export {
  beta,
  gamma,
  normal,
  randint,
  SeedGenerator,
  shuffle,
  truncatedNormal,
  uniform,
} from "@flowers/random";
