import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client/core";

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
  const client = new ApolloClient({ link: new HttpLink({ uri: "/graphql", fetch }), cache: new InMemoryCache() });
  return (i) => client.query({ query, variables: { id: i } }).then(({ data }) => data.thing);
}
