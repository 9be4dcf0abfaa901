import { Client, cacheExchange, fetchExchange, gql } from "@urql/core";

export const shape = "graphql";

const query = gql`
  query getThing($id: Int!) {
    thing(id: $id) {
      id
      name
      tags
      price
    }
  }
`;

export function sequential(fetch) {
  const client = new Client({ url: new URL("/graphql", location.href).href, exchanges: [cacheExchange, fetchExchange], fetch, preferGetMethod: false });
  return (i) =>
    client
      .query(query, { id: i })
      .toPromise()
      .then(({ data, error }) => {
        if (error) throw error;
        return data.thing;
      });
}
