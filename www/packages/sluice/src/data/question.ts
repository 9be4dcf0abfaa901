import type { EndpointInterface } from "../endpoint/index.js";
import type { SchemaNode } from "../schema/node.js";
import { nodeOf } from "../schema/shorthand.js";

/** What a view is of. */
export interface Question {
  readonly node: SchemaNode | undefined;
  /** `""` where only the store is looked at. */
  readonly key: string;
  readonly args: readonly unknown[];
  readonly invalidIfStale: boolean;
}

/** What an endpoint's key shows. */
export function questionOf(endpoint: EndpointInterface, key: string, args: readonly unknown[]): Question {
  return { node: storedBy(endpoint), key, args, invalidIfStale: endpoint.invalidIfStale ?? false };
}

/** The schema that a core takes an endpoint's answers apart by. One without entities is none: its values stay here as they came. */
export function storedBy({ schema }: EndpointInterface): SchemaNode | undefined {
  return schema === undefined ? undefined : nodeOf(schema);
}

/** Null arguments: there is nothing to ask for. */
export function isNull(args: readonly unknown[]): boolean {
  return args.length === 1 && args[0] === null;
}

/** The key of an endpoint's request. */
export function keyOf(endpoint: EndpointInterface, args: readonly unknown[]): string {
  return (endpoint.key as (...args: readonly unknown[]) => string)(...args);
}

/** A single argument that is no list may stand for itself. */
export function listOf(args: unknown): readonly unknown[] {
  if (args === undefined) return [];
  return Array.isArray(args) ? args : [args];
}
