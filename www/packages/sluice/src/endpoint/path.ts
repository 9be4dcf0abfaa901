import { isText, needs } from "../schema/check.js";

/** A path with parameters. */
export interface Path {
  /** Whether it has any parameter. */
  readonly takesParams: boolean;
  /** The url for the members of `params`; those that it does not use become the query. Throws {@link UsageError}. */
  url(params: unknown): string;
  /** Whether a key, `METHOD url`, is one of this path. The query does not count. */
  matches(method: string, key: string): boolean;
}

/** An escaped character, a parameter, or other characters. The colon of a scheme or a port is followed by no letter. */
const token = /\\(.)|([:*])([a-z_]\w*)|[^\\:*]+|[^]/gi;

interface Parameter {
  readonly sign: string;
  readonly name: string;
}

/**
 * Reads a path: `:name` is one segment, `*name` one or more, `{…}` is there when all of its
 * parameters are given, `\` takes away the meaning of the next character.
 */
export function pathOf(text: string): Path {
  needs(isText(text) && /^([^{}]|\{[^{}]*\})*$/.test(text), "path", text, "one whose { and } match and do not nest");
  let takesParams = false;
  // Every second group is one in braces.
  const groups = text.split(/[{}]/).map((group) => {
    return [...group.matchAll(token)].map(([all, escaped, sign, name]): string | Parameter => {
      if (!sign) return escaped ?? all;
      takesParams = true;
      return { sign, name: name! };
    });
  });
  const pattern = groups.map((parts, i) => {
    const source = parts.map((part) => (typeof part === "string" ? part.replace(/\W/g, "\\$&") : part.sign === ":" ? "[^/?]+" : "[^?]+")).join("");
    return i % 2 ? `(?:${source})?` : source;
  });
  const expression = new RegExp(`^${pattern.join("")}([?${text.includes("?") ? "&" : ""}].*)?$`, "s");
  return {
    takesParams,
    url(params) {
      needs(params == null || (typeof params === "object" && !Array.isArray(params)), `${text}: the first argument`, params, "an object");
      const given: Readonly<Record<string, unknown>> = params instanceof FormData ? Object.fromEntries(params) : { ...params };
      const used = new Set<string>();
      const filled = groups.map((parts, i) => {
        let missing: string | undefined;
        const out = parts.map((part) => {
          if (typeof part === "string") return part;
          const { sign, name } = part;
          const value = given[name];
          if (value == null || value === "") missing = name;
          else if (sign === ":") return encoded(name, value);
          else return [value].flat().map((segment) => encoded(name, segment)).join("/").replace(/%2F/g, "/");
          return "";
        });
        needs(missing === undefined || i % 2 === 1, `${text}: ${missing}`, undefined, "a value");
        if (missing !== undefined) return "";
        for (const part of parts) if (typeof part !== "string") used.add(part.name);
        return out.join("");
      });
      const url = filled.join("");
      const query = queryOf(given, used);
      return query ? `${url}${url.includes("?") ? "&" : "?"}${query}` : url;
    },
    matches: (method, key) => key.startsWith(`${method} `) && expression.test(key.slice(method.length + 1)),
  };
}

function queryOf(params: Readonly<Record<string, unknown>>, used: ReadonlySet<string>): string {
  const names = Object.keys(params).filter((name) => !used.has(name)).sort();
  return names.flatMap((name) => [params[name]].flat().filter((value) => value != null).map((value) => `${encoded(name, name)}=${encoded(name, value)}`)).join("&");
}

/** A name or value as it stands in a url. */
function encoded(name: string, value: unknown): string {
  needs(["string", "number", "boolean", "bigint"].includes(typeof value) && isText(String(value)), `the parameter ${name}`, value, "a text or number, without lone surrogates");
  return encodeURIComponent(String(value));
}
