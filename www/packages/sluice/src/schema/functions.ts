/** A user's function as a host calls it. */
export type UserFunction = (...args: readonly unknown[]) => unknown;

const numbers = new Map<unknown, number>();
const functions: UserFunction[] = [];

/**
 * The number of a function in the whole page, from 1; the same function has the same number.
 *
 * A host calls it with the values below, in this order, each made from JSON; what it returns crosses
 * as JSON, too.
 *
 * | member of a description | arguments | returns |
 * | --- | --- | --- |
 * | `pk` of an entity | value, parent, name, args | string or number |
 * | `process` | input, parent, name, args | the members, `undefined` for INVALID |
 * | `validate` | members | text where refused |
 * | `merge` of an entity or adder | existing, incoming | the merged value |
 * | `shouldUpdate`, `shouldReorder` | existing meta, incoming meta, existing, incoming | whether so |
 * | `by` of a union | input, parent, name | the type |
 * | `argsKey` | the arguments, one by one | the key object |
 * | `nestKey` | parent, name | the key object |
 * | `filter` of a collection or adder | the list of arguments, key object | whether the list matches |
 * | `skip` | name of a member of a key object | whether it is no filter |
 */
export function handleOf(fn: (...args: never) => unknown): number {
  let number = numbers.get(fn);
  if (number === undefined) numbers.set(fn, (number = functions.push(fn as UserFunction)));
  return number;
}

/** The function of a number that {@link handleOf} gave. */
export function functionOf(number: number): UserFunction | undefined {
  return functions[number - 1];
}
