import { expect, test, vi } from "vitest";
import { gql, graphqlSubscriber } from "../../src/index.js";
import { live } from "./sockets.js";

const url = "ws://host.example/graphql";
const query = gql`
  subscription {
    added {
      title
    }
  }
`;

test("a GraphQL server of subscriptions-transport-ws: init, start, data, stop", async () => {
  const onMessage = vi.fn();
  const s = await live({ ...graphqlSubscriber({ url, lazy: true, useHeartbeat: true }) });
  s.client.openWebsocket("secret");
  expect(s.socket.protocols).toBe("graphql-ws");
  const subscription = s.client.subscription({ type: "ADDED", requestKey: 7, payload: { query, variables: { n: 1 } }, onMessage });
  s.socket.open("graphql-ws");
  expect(s.socket.takeSent()).toEqual([{ type: "connection_init", payload: { token: "secret" } }]);
  s.socket.say({ type: "connection_ack" });
  expect(s.socket.takeSent()).toEqual([{ type: "start", id: "ADDED7", payload: { query, variables: { n: 1 } } }]);
  s.socket.say({ type: "data", id: "ADDED7", payload: { data: { added: { title: "a" } } } });
  expect(onMessage).toHaveBeenCalledExactlyOnceWith({ type: "ADDED7", added: { title: "a" } }, expect.anything(), expect.anything());

  s.socket.say({ type: "data", id: "ADDED7", payload: { data: null, errors: [{ message: "no" }] } });
  s.socket.say({ type: "connection_error", payload: { message: "who?" } });
  expect(s.errors).toMatchObject([
    { kind: "protocol", cause: [{ message: "no" }] },
    { kind: "protocol", cause: { message: "who?" } },
  ]);
  expect(onMessage).toHaveBeenCalledOnce();
  subscription.stop();
  expect(s.socket.takeSent()).toEqual([{ type: "stop", id: "ADDED7" }]);
  s.socket.say({ type: "ka" });
  await s.clock.tick(20_000);
  expect(s.socket.closedWith).toBe(3000);
});

test("without heartbeats none are expected", async () => {
  const s = await live({ ...graphqlSubscriber({ url }) });
  s.socket.open("graphql-ws");
  s.socket.say({ type: "connection_ack" });
  await s.clock.tick(600_000);
  expect(s.sockets).toHaveLength(1);
});
