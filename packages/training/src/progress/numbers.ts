/** How the progress texts write durations, step times and metrics. */
import { exponential, fixed } from "./python-format";

/** Time to go: `7s`, `1:05`, `1:01:05`. */
export function duration(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  if (seconds > 3600) {
    return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  }
  if (seconds > 60) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.trunc(seconds)}s`;
}

/** `2s/step`, `3ms/step`, `40us/step`. */
export function stepTime(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${fixed(seconds, 0)}s/step`;
  if (seconds >= 1e-3) return `${fixed(seconds * 1e3, 0)}ms/step`;
  return `${fixed(seconds * 1e6, 0)}us/step`;
}

/** Four decimals when `size` is above 0.001, an exponent otherwise. */
export function metricText(value: number, size: number): string {
  return size > 1e-3 ? fixed(value, 4) : exponential(value, 4);
}
