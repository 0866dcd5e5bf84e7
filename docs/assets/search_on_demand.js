/**
 * Material for MkDocs 9.8 loads the search's worker and the index of the whole site with every
 * page: together more than the page itself. Here both wait until the reader turns to the search.
 * Runs before Material's own script. Should that script change, search loads early, as it would
 * without this.
 */
{
  const { open, send } = XMLHttpRequest.prototype;
  const forIndex = new WeakSet();

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (url.endsWith("/search_index.json")) forIndex.add(this);
    return open.call(this, method, url, ...rest);
  };

  XMLHttpRequest.prototype.send = function (body) {
    const { search } = document.forms;
    if (!forIndex.has(this) || search.contains(document.activeElement)) return send.call(this, body);
    search.addEventListener("focusin", () => send.call(this, body), { once: true });
  };

  const NativeWorker = Worker;

  /** A worker that starts at its first message, which for the search is the index. */
  window.Worker = class extends EventTarget {
    #url;
    #worker;

    constructor(url) {
      super();
      this.#url = url;
    }

    postMessage(message) {
      if (!this.#worker) {
        this.#worker = new NativeWorker(this.#url);
        this.#worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
      }
      this.#worker.postMessage(message);
    }
  };
}
