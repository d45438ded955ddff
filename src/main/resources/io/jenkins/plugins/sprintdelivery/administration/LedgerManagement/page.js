// Shows how the work goes on: while there is any, the state is fetched anew every two seconds.
(function () {
  const INTERVAL = 2000;
  const ID = "sprint-delivery-ledger-state";

  function isActive() {
    const state = document.getElementById(ID);
    return state !== null && state.querySelector("[data-active='true']") !== null;
  }

  async function refresh() {
    const answer = await fetch("state");
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(ID);
    const state = document.getElementById(ID);
    // whoever is about to press a button keeps it
    if (fresh && state && !state.contains(document.activeElement)) {
      state.replaceWith(fresh);
      Behaviour.applySubtree(fresh, true);
    }
  }

  function watch() {
    window.setTimeout(async () => {
      try {
        await refresh();
      } finally {
        if (isActive()) {
          watch();
        }
      }
    }, INTERVAL);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (isActive()) {
      watch();
    }
  });
})();
