/** Notes when the first answer is in the page's hands, in ms since the navigation began. */
export function done(answer) {
  const began = performance.now();
  globalThis.bench = { began, answered: answer.then((value) => ({ at: performance.now(), began, id: value.id })) };
}
