import { bind } from "peer";
import { createElement, memo, useLayoutEffect } from "react";
import { createRoot } from "react-dom/client";
import { nextTask } from "../clock.js";
import { details, idOf, open, range, stock, writer } from "../lab.js";

const mounted = 1000;

/** ms from one write until the row that shows it is in the document, of a thousand; and how many rows ran again. */
export async function reactRows() {
  const lab = await open();
  const { subject, audience } = lab;
  const ids = range(1, mounted).map(idOf.posts);
  await details(lab, "posts", ids);
  await stock(lab, "posts", mounted);
  const binding = bind(subject);

  let renders = 0;
  const Row = memo(function Row({ id }) {
    renders++;
    const post = binding.useItem("posts", id);
    useLayoutEffect(() => audience.tell());
    return createElement("li", null, post?.title);
  });
  const list = document.createElement("ul");
  document.body.append(list);
  createRoot(list).render(createElement(binding.Provider, null, ids.map((id) => createElement(Row, { key: id, id }))));
  while (list.lastChild === null) await nextTask();
  await audience.quiet();
  if (list.children.length !== mounted || list.lastChild.textContent === "") throw new Error("the rows do not show their posts");

  const write = writer(binding.write ? { subject: binding } : lab, "posts", 500);
  const { each, blocked } = await audience.repeat(write, { tells: 1 });
  await audience.measure(() => write(0));
  renders = 0;
  await audience.measure(() => write(1));
  if (!list.children[499].textContent.endsWith(" 2")) throw new Error("the row does not show what was written");
  return { each, renders, blocked };
}
