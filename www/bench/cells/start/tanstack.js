import { QueryClient } from "@tanstack/query-core";
import { post } from "../post.js";
import { done } from "../done.js";

const client = new QueryClient();
client.mount();
done(client.fetchQuery({ queryKey: ["getThing", 1], queryFn: ({ signal }) => post(fetch, "/api/getThing", { id: 1 }, signal) }));
