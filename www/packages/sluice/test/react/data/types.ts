/** What is checked here is only the types; nothing of it is run. */
import { collection, endpoint, entity } from "../../../src/index.js";
import { useCache, useDLE, useFetch, useSuspense } from "../../../src/react.js";
class Shape {
  id = "";
  title = "";
}
const Article = entity("Article", { class: Shape });
const get = endpoint({ path: "/a/:id", schema: Article });
const list = endpoint({ path: "/a", schema: { results: [Article], next: "" } });
const fn = endpoint({ name: "n", fetch: async (x: number) => ({ y: x }) });
const coll = endpoint({ path: "/c", schema: collection([Article]) });
export function Types({ id }: { id: string | null }) {
  const a: Shape = useSuspense(get, { id: "1" });
  const b: Shape | undefined = useSuspense(get, id === null ? null : { id });
  // @ts-expect-error may be undefined
  const undecided: Shape = useSuspense(get, id === null ? null : { id });
  const c: readonly Shape[] = useSuspense(list, {}).results;
  const whole: readonly Shape[] = useSuspense(list).results;
  const d: readonly Shape[] | undefined = useDLE(list, {}).data.results;
  const e: number = useSuspense(fn, 5).y;
  // @ts-expect-error wrong argument
  useSuspense(fn, "5");
  const f: { y: number } | undefined = useCache(fn, id === null ? null : 5);
  const g: Promise<Shape> = useFetch(get, { id: "1" });
  const perhaps: Promise<Shape> | undefined = useFetch(get, id === null ? null : { id });
  const h: readonly Shape[] = useSuspense(coll, {});
  const bare: readonly Shape[] | undefined = useCache(list, null).results;
  return [a, b, undecided, c, whole, d, e, f, g, perhaps, h, bare];
}
