import { markedParts } from "./marked-parts";

/** A name with the beginnings that the query matched set off. */
export function Highlight({ name, query }: { readonly name: string; readonly query: string }) {
  return markedParts(name, query).map((part, index) =>
    part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  );
}
