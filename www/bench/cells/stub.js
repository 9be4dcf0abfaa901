/**
 * Stand-ins for `fetch` that answer at once: the n-th call gets the n-th thing. What is measured
 * over them is the library, not the network. `light` answers with a plain object that does what a
 * Response does, `real` with a true Response.
 */
export const stubs = {
  light: (shape) => stub(shape, (text) => new LightResponse(text)),
  real: (shape) => stub(shape, (text) => new Response(text, { headers: { "content-type": type } })),
};

const type = "application/json";

/** The body of an answer, as a REST server and as a GraphQL server would send it. */
export const shapes = {
  rest: (n) => `{"id":${n},"name":"Thing ${n}","tags":["new","blue","small"],"price":${n}.5}`,
  graphql: (n) => `{"data":{"thing":{"__typename":"Thing","id":${n},"name":"Thing ${n}","tags":["new","blue","small"],"price":${n}.5}}}`,
};

function stub(shape, respond) {
  const text = shapes[shape];
  let n = 0;
  return () => Promise.resolve(respond(text(n++)));
}

class LightHeaders {
  get(name) {
    return name.toLowerCase() === "content-type" ? type : null;
  }

  has(name) {
    return name.toLowerCase() === "content-type";
  }
}

/** What an answer of JSON has. */
export const lightHeaders = new LightHeaders();

class LightResponse {
  ok = true;
  status = 200;
  statusText = "OK";
  headers = lightHeaders;
  #text;

  constructor(text) {
    this.#text = text;
  }

  text() {
    return Promise.resolve(this.#text);
  }

  json() {
    return Promise.resolve(JSON.parse(this.#text));
  }

  arrayBuffer() {
    return Promise.resolve(new TextEncoder().encode(this.#text).buffer);
  }

  clone() {
    return new LightResponse(this.#text);
  }
}

/**
 * A `fetch` for bursts: it answers a macrotask after the call, unless its signal is aborted before.
 * `seen` counts what reached it and what it saw aborted, by the real AbortSignal it was given.
 */
export function patientStub(shape, seen) {
  const text = shapes[shape];
  const waiting = new Set();
  const channel = new MessageChannel();
  let posted = false;
  channel.port1.onmessage = () => {
    posted = false;
    for (const answer of [...waiting]) answer();
  };
  return (input, init) => {
    const signal = init?.signal ?? input?.signal;
    const n = seen.started++;
    return new Promise((resolve, reject) => {
      const answer = () => {
        waiting.delete(answer);
        resolve(new LightResponse(text(n)));
      };
      waiting.add(answer);
      if (!posted) {
        posted = true;
        channel.port2.postMessage(null);
      }
      if (!(signal instanceof AbortSignal)) return;
      const abort = () => {
        if (!waiting.delete(answer)) return;
        seen.aborted++;
        reject(signal.reason);
      };
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    });
  };
}
