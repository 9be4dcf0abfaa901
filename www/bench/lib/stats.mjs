/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** Linear interpolation between the closest ranks. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

/** The median and what lies about it. */
export function summary(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), low: quantile(values, 0.25), high: quantile(values, 0.75), n: values.length };
}
