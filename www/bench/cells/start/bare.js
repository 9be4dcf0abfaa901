import { post } from "../post.js";
import { done } from "../done.js";

done(post(fetch, "/api/getThing", { id: 1 }));
