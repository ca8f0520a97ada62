/**
 * Gives fast-check one seed for a whole run: the same in every `pnpm test`, so that the outcome does not depend on luck, and a
 * fresh one in each round of `pnpm test:fuzz`. What a fresh seed finds becomes a fixed case beside its test.
 */
import fc from "fast-check";
import { inject } from "vitest";

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: inject("fuzzSeed") });
