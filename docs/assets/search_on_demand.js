/**
 * Material for MkDocs 9.8 loads the search's worker and the index of the whole site with every
 * page: together more than the page itself. Here both wait until the reader turns to the search.
 * Runs before Material's own script. Should that script change, search loads early, as it would
 * without this.
 */
{
  const { open, send } = XMLHttpRequest.prototype;
  const forIndex = new WeakSet();

  /** @param {[method: string, url: string | URL, ...rest: any[]]} asked */
  XMLHttpRequest.prototype.open = function (...asked) {
    if (String(asked[1]).endsWith("/search_index.json")) forIndex.add(this);
    return Reflect.apply(open, this, asked);
  };

  XMLHttpRequest.prototype.send = function (body) {
    const search = document.forms.namedItem("search");
    if (!search) return send.call(this, body);
    if (!forIndex.has(this) || search.contains(document.activeElement)) return send.call(this, body);
    search.addEventListener("focusin", () => send.call(this, body), { once: true });
  };

  const NativeWorker = Worker;

  /** A worker that starts at its first message, which for the search is the index. */
  class LateWorker extends EventTarget {
    #url;
    /** @type {Worker | undefined} */
    #worker;

    /** @param {string | URL} url */
    constructor(url) {
      super();
      this.#url = url;
    }

    /** @param {any} message */
    postMessage(message) {
      if (!this.#worker) {
        this.#worker = new NativeWorker(this.#url);
        this.#worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
      }
      this.#worker.postMessage(message);
    }
  }
  // Of a worker Material uses no more than this.
  window.Worker = /** @type {typeof Worker} */ (/** @type {unknown} */ (LateWorker));
}
