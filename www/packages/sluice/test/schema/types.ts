// What the types of schemas promise. Nothing here runs: tsc checks it.
import {
  Entity, all, array, collection, entity, invalidate, object, query, schema, union, values, type Denormalize, type DenormalizeNullable, type EntitySchema, type Normalize,
} from "../../src/schema/index.js";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

interface UserData {
  id: number;
  name: string;
}
export const User = entity<UserData>("User", { pk: "id", indexes: ["name"], defaults: { name: "" } });
export const Tag = entity("Tag");

class Article extends Entity {
  slug = "";
  author: UserData | undefined = undefined;
  static override key = "Article";
  static override schema = { author: User };
  override pk() {
    return this.slug;
  }
}

// Entities.
holds<Same<Denormalize<typeof User>, UserData>>();
holds<Same<Denormalize<typeof Article>, Article>>();
holds<Same<Denormalize<typeof Tag>, Readonly<Record<string, unknown>>>>();
export const made = entity("Made", { class: Article });
holds<Same<Denormalize<typeof made>, Article>>();
export const inferred = entity("Inferred", { fields: { user: User, users: [User], at: Date, up: (text: string) => text.length } });
type Inferred = Denormalize<typeof inferred>;
holds<Same<Inferred["user"], UserData>>();
holds<Same<Inferred["users"], readonly UserData[]>>();
holds<Same<Inferred["at"], Date>>();
holds<Same<Inferred["up"], number>>();
holds<Same<Inferred["other"], unknown>>();
export const late = entity("Late", { fields: () => ({ users: [User] }) });
holds<Same<Denormalize<typeof late>["users"], readonly UserData[]>>();
interface NodeData {
  id: string;
  next?: NodeData;
}
export const Node: EntitySchema<NodeData> = entity<NodeData>("Node", { fields: () => ({ next: Node }) });
holds<Same<Denormalize<typeof Node>, NodeData>>();
// @ts-expect-error its defaults are members
entity<UserData>("User", { defaults: { nick: "" } });
// @ts-expect-error an expiry is a number
entity("User", { dataExpiryLength: "1" });
entity<UserData>("User", { merge: (a, b) => ({ ...a, ...b, name: (a.name ?? "") + (b.name ?? "") }) });

// What is around them.
export const users = array(User);
export const page = object({ users: [User], next: "", count: 0, open: true, by: { name: values(User) }, at: (text: string) => new Date(text) });
export const shape = { users: [User], next: "" } as const;
export const who = union({ user: User, article: Article }, "type");
export const list = collection([User]);
export const byName = collection(values(User));
export const names = query(all(User), (rows, { min }: { min: number }) => rows.filter((row) => row.id >= min).map((row) => row.name));
holds<Same<Denormalize<typeof users>, readonly UserData[]>>();
holds<Same<Denormalize<readonly [typeof User]>, readonly UserData[]>>();
holds<Same<Denormalize<typeof shape>, { readonly users: readonly UserData[]; readonly next: string }>>();
type Page = Denormalize<typeof page>;
holds<Same<Page["users"], readonly UserData[]>>();
holds<Same<Page["next"], string>>();
holds<Same<Page["count"], number>>();
holds<Same<Page["open"], boolean>>();
holds<Same<Page["by"]["name"], Readonly<Record<string, UserData>>>>();
holds<Same<Page["at"], Date>>();
holds<Same<Denormalize<typeof who>, UserData | Article>>();
holds<Same<Denormalize<typeof list>, readonly UserData[]>>();
holds<Same<Denormalize<typeof byName>, Readonly<Record<string, UserData>>>>();
holds<Same<Denormalize<typeof list.push>, UserData>>();
holds<Same<Denormalize<typeof byName.assign>, Readonly<Record<string, UserData>>>>();
holds<Same<typeof byName.push, undefined>>();
holds<Same<Denormalize<typeof names>, string[]>>();
export const nested = schema.array(schema.object({ who, tags: new schema.array(Tag) }));
holds<Same<Denormalize<typeof nested>[number]["who"], UserData | Article>>();
// @ts-expect-error a union takes entities by type
union(User);
// @ts-expect-error a text is no schema
array("User");
// @ts-expect-error the function gets a user
query(User, (user: { nick: string }) => user.nick);

// What may be missing.
holds<Same<DenormalizeNullable<typeof User>, UserData | undefined>>();
holds<Same<DenormalizeNullable<typeof shape>, { readonly users: readonly UserData[] | undefined; readonly next: string }>>();
holds<Same<DenormalizeNullable<typeof page>["users"], readonly UserData[] | undefined>>();
holds<Same<DenormalizeNullable<typeof page>["next"], string>>();

// What is stored.
holds<Same<Normalize<typeof User>, string>>();
holds<Same<Normalize<typeof Article>, string>>();
holds<Same<Normalize<typeof users>, readonly string[]>>();
holds<Same<Normalize<typeof shape>, { readonly users: readonly string[]; readonly next: string }>>();
holds<Same<Normalize<typeof who>, { readonly id: string; readonly schema: string }>>();
holds<Same<Normalize<typeof list>, string>>();
export const gone = invalidate(User);
holds<Same<Normalize<typeof gone>, string>>();
