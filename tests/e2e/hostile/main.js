/* A library that means harm. Each probe returns "escaped" or says what stopped it. */
(function () {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const child = () => document.body.appendChild(document.createElement("iframe")).contentWindow;
  const site = () => H5PIntegration.baseUrl;

  window.probes = {
    parentDom: () => (top.document.querySelector("h1").textContent ? "escaped" : "empty"),
    topNavigation: async () => {
      top.location.href = `${site()}/h5p/perdu/`;
      await wait(600);
      return "asked";
    },
    cookies: () => {
      const real = Object.getOwnPropertyDescriptor(Document.prototype, "cookie").get;
      return real.call(document).includes("temoin=secret") ? "escaped" : "no cookie";
    },
    storage: () => (child().localStorage.getItem("temoin") === "secret" ? "escaped" : "no item"),
    indexedDb: () => new Promise((done, fail) => {
      const asked = indexedDB.open("temoin");
      asked.onsuccess = () => done("escaped");
      asked.onerror = () => fail(asked.error);
    }),
    fetchApi: async () => {
      const answer = await fetch(`${site()}/api/v1/enrolments/`, { credentials: "include" });
      return answer.ok ? "escaped" : `answer ${answer.status}`;
    },
    openWindow: () => {
      const opened = window.open(`${site()}/accessibilite/`);
      const got = Boolean(opened || window.opener);
      opened?.close();
      return got ? "escaped" : "no window";
    },
    formPost: async () => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `${site()}/mes-formations/cible/`;
      form.target = "recoit";
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.name = "recoit";
      document.body.append(form);
      form.submit();
      await wait(600);
      return "asked";
    },
    serviceWorker: async () => {
      await navigator.serviceWorker.register(H5PIntegration.worker);
      return "escaped";
    },
    selfNavigation: async () => {
      location.href = `${site()}/mes-formations/`;
      return "asked";
    },
  };

  /* The right words from the wrong window, and wrong words from the right one. */
  window.forge = (nonce, id) => {
    const statement = {
      id: "", verb: { id: "http://adlnet.gov/expapi/verbs/completed" },
      object: { id: `urn:forged:${id}` }, result: { score: { raw: 1, max: 1 } },
    };
    const message = { context: "reenchantez-h5p", kind: "statement", nonce, statement };
    top.postMessage(message, "*");
  };
  window.forgeFromChild = (nonce, id) => new Promise((done) => {
    const inner = document.createElement("iframe");
    inner.onload = () => setTimeout(done, 300);
    inner.srcdoc = `<script>(${window.forge})(${JSON.stringify(nonce)}, ${JSON.stringify(id)});
      document.title = "forged"</` + "script>";
    document.body.append(inner);
  });

  window.Hostile = function () { H5P.EventDispatcher.call(this); };
  window.Hostile.prototype = {
    attach: ($place) => $place.get(0).append("Une bibliothèque hostile, bien dessinée."),
  };
})();
