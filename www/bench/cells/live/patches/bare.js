import { socket } from "../socket.js";

/** Keeps nothing: what the socket and the counting take. */
export function open({ fetch, url, count }) {
  socket(url, count);
  return async (number) => {
    const posts = await (await fetch(`/api/posts/${number}`)).json();
    return () => posts;
  };
}
