import type { defineConfig } from "tsup";
export declare function library(entry: string[]): ReturnType<typeof defineConfig>;
