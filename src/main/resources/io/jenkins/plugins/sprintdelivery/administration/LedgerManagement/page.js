// Shows how the work goes on: while there is any, the state is fetched anew every two seconds. Asks before a name is erased.
(function () {
  const INTERVAL = 2000;
  const ID = "sprint-delivery-ledger-state";

  function isActive() {
    const state = document.getElementById(ID);
    return state !== null && state.querySelector("[data-active='true']") !== null;
  }

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(ID);
    const state = document.getElementById(ID);
    // whoever is about to press a button keeps it
    if (fresh && state && !state.contains(document.activeElement)) {
      state.replaceWith(fresh);
      Behaviour.applySubtree(fresh, true);
    }
  }

  function refresh() {
    return fetch(window.location.href).then((answer) => (answer.ok ? answer.text().then(show) : undefined));
  }

  function watch() {
    window.setTimeout(() => {
      const again = () => isActive() && watch();
      refresh().then(again, again);
    }, INTERVAL);
  }

  // what cannot be undone is asked about once more
  function confirmErasure() {
    const form = document.forms.namedItem("erase");
    const button = form?.querySelector("[data-confirm]");
    let confirmed = false;
    form?.addEventListener("submit", (event) => {
      if (!confirmed) {
        event.preventDefault();
        dialog.confirm(button.textContent, { message: button.dataset.confirm, type: "destructive" }).then(
          () => {
            confirmed = true;
            form.requestSubmit(button);
          },
          () => {},
        );
      }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    confirmErasure();
    if (isActive()) {
      watch();
    }
  });
})();
