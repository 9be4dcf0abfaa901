import "../idle.js";
import { Controller, ExpiryStatus, NetworkManager, applyManager, createReducer, initialState } from "@data-client/core";
import { Entity } from "@data-client/endpoint";
import { RestEndpoint } from "@data-client/rest";
import { applyMiddleware, legacy_createStore as createStore } from "redux";
import { parse } from "../subject.js";

export const shape = "rest";

class User extends Entity {
  id = "";
  name = "";
  email = "";
  city = "";
  avatar = "";
  static key = "User";
  pk() {
    return this.id;
  }
}

class Comment extends Entity {
  id = "";
  text = "";
  likes = 0;
  author = User.fromJS();
  static key = "Comment";
  static schema = { author: User };
  pk() {
    return this.id;
  }
}

class Post extends Entity {
  id = "";
  title = "";
  body = "";
  likes = 0;
  tags = [];
  publishedAt = 0;
  author = User.fromJS();
  comments = [];
  static key = "Post";
  static schema = { author: User, comments: [Comment] };
  pk() {
    return this.id;
  }
}

const schemas = { posts: Post, users: User };
const hour = 3_600_000;

/** Endpoints over this `fetch`: `lists.posts`, `items.posts`, `update`. */
function endpoints(fetch) {
  class Endpoint extends RestEndpoint {
    fetchResponse(input, init) {
      return fetch(input, init).then(checked);
    }
  }
  const of = (path, schema, more) => new Endpoint({ path, schema, urlPrefix: "/api", dataExpiryLength: hour, ...more });
  const each = (make) => Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, make(kind, schema)]));
  return {
    lists: each((kind, schema) => of(`/${kind}`, [schema])),
    items: each((kind, schema) => of(`/${kind}/:id`, schema)),
    update: of("/posts/:id", Post, { method: "PATCH", getOptimisticResponse: (snapshot, { id }, body) => ({ id, ...body }) }),
  };
}

function checked(response) {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

const fillType = "bench/fill";

/** A store over redux, as the guide on redux shows; its dispatch gives promises, as managers expect. */
function makeStore(controller) {
  const reducer = createReducer(controller);
  const filling = (state, action) => (action.type === fillType ? action.fill(state) : reducer(state, action));
  const promising = () => (next) => (action) => {
    next(action);
    return Promise.resolve();
  };
  const middlewares = [...applyManager([new NetworkManager()], controller), promising];
  const store = createStore(filling, initialState, applyMiddleware(...middlewares));
  let seen;
  let view;
  /** What CacheStore gives its context: the state with the pending optimistic actions on top. */
  const optimistic = () => {
    const state = store.getState();
    if (state !== seen) {
      seen = state;
      view = state.optimistic.reduce(reducer, state);
    }
    return view;
  };
  return { ...store, optimistic };
}

export function open({ fetch }) {
  const controller = new Controller();
  const store = makeStore(controller);
  const { lists, items, update } = endpoints(fetch);

  /** As useSuspense does it: every change of the state runs it, and it computes anew when what it depends on changed. */
  const watch = (endpoint, args, told) => {
    let before = [];
    let shown;
    const read = () => {
      const state = store.optimistic();
      const key = endpoint.key(...args);
      const now = [state.results[key], state.indexes, state.entities, state.entityMeta, state.meta[key]];
      if (now.some((value, i) => value !== before[i])) {
        before = now;
        const { data, expiryStatus, expiresAt } = controller.getResponse(endpoint, ...args, state);
        const suspends = expiryStatus === ExpiryStatus.Invalid || (expiryStatus !== ExpiryStatus.Valid && Date.now() > expiresAt);
        shown = suspends ? undefined : data;
      }
      return shown;
    };
    const stop = store.subscribe(told);
    if (read() === undefined) void controller.fetch(endpoint, ...args);
    return { read, stop };
  };

  return {
    controller,
    endpoints: { lists, items, update },
    store,
    normalises: true,
    watchList: (kind, told) => watch(lists[kind], [], told),
    watchItem: (kind, id, told) => watch(items[kind], [{ id }], told),
    fetchList: (kind) => controller.fetch(lists[kind]),
    fetchItem: (kind, id) => controller.fetch(items[kind], { id }),
    write: (kind, id, bytes) => void controller.setResponse(items[kind], { id }, parse(bytes)),
    /** The entities through one list; then the results of their keys at once, as a persisted state would bring them. */
    async fill(kind, values) {
      await controller.setResponse(lists[kind], values);
      const entries = values.map(({ id }) => [items[kind].key({ id }), id]);
      const meta = { date: Date.now(), expiresAt: Date.now() + hour };
      const fill = (state) => ({
        ...state,
        results: { ...state.results, ...Object.fromEntries(entries) },
        meta: { ...state.meta, ...Object.fromEntries(entries.map(([key]) => [key, meta])) },
      });
      store.dispatch({ type: fillType, fill });
    },
    invalidate: (kind, id) => controller.invalidate(items[kind], { id }),
    invalidateAll: (kind) => controller.invalidateAll({ testKey: (key) => items[kind].testKey(key) }),
    layer: (kind, id, likes) => void controller.fetch(update, { id }, { likes }),
  };
}
