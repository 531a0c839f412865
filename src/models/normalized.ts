import type { Vector } from '../domain.ts';

/** Scales a vector to L2 norm 1. Throws if it has no direction: all zeros, or values that are not finite. */
export function normalized(vector: ArrayLike<number>): Vector {
  const values = Float64Array.from(vector);
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`The norm of the vector is ${norm}`);
  }
  return Float32Array.from(values, (value) => value / norm);
}
