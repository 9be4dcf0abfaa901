/** Arguments as keys, layers and the store see them: forms as plain objects, and none at the end that is `undefined`. */
export function plainArgs(args: readonly unknown[]): unknown[] {
  const plain = args.map((arg) => (arg instanceof FormData ? Object.fromEntries(arg) : arg));
  while (plain.length && plain.at(-1) === undefined) plain.pop();
  return plain;
}
