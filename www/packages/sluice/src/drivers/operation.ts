/**
 * What a GraphQL operation is sent as: JSON or, with files among its variables, a form as the GraphQL multipart
 * request specification has it. A file that is there twice is sent once.
 */
export function operationBody(query: string, variables: object | undefined): string | FormData {
  const files = new Map<Blob, string[]>();
  const paths = new Map<unknown, string>(); // of what is being written, which its members follow at once
  const operations = JSON.stringify({ query, variables }, function (this: unknown, name: string, value: unknown) {
    const above = paths.get(this);
    const path = above ? `${above}.${name}` : name;
    if (value instanceof Blob) {
      files.set(value, [...(files.get(value) ?? []), path]);
      return null;
    }
    const made = typeof FileList === "function" && value instanceof FileList ? [...value] : value;
    paths.set(made, path);
    return made;
  });
  if (!files.size) return operations;
  const form = new FormData();
  form.append("operations", operations);
  form.append("map", JSON.stringify({ ...[...files.values()] }));
  [...files.keys()].forEach((file, i) => form.append(String(i), file));
  return form;
}
