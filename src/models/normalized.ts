import type { Vector } from '../domain.ts';

/** The vector at L2 norm 1. Throws on a vector without direction: all zero, or not all numbers. */
export function normalized(vector: ArrayLike<number>): Vector {
  const values = Float64Array.from(vector);
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`The norm of the vector is ${norm}`);
  }
  return Float32Array.from(values, (value) => value / norm);
}
