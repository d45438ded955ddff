/*
 * Searches the tracker for boards as one types. The tracker of the form around the field is asked, a moment after the last
 * key; an answer that was overtaken by a later one is dropped. A board that was chosen is not searched for.
 */
(function () {
  const PAUSE = 300;
  // stands between the id and the name of a board that was chosen
  const CHOSEN = " — ";
  const FIELDS = ["name", "type", "url", "credentialsId", "options"];
  let lists = 0;

  function value(chunk, name) {
    const field = chunk.querySelector('[name="_.' + name + '"]');
    return field ? field.value : "";
  }

  function attach(input) {
    if (input.dataset.sprintDeliveryBoards) {
      return;
    }
    const item = input.closest(".jenkins-form-item") || input.parentNode;
    const search = item.querySelector(".sprint-delivery-boards__search");
    const chunk = input.closest(".repeated-chunk") || input.form;
    if (!search || !chunk) {
      return;
    }
    input.dataset.sprintDeliveryBoards = "true";
    const list = document.createElement("datalist");
    lists += 1;
    list.id = "sprint-delivery-boards-" + lists;
    const words = document.createElement("span");
    search.appendChild(list);
    search.appendChild(words);
    input.setAttribute("list", list.id);
    let waiting = null;
    let asked = 0;

    function show(answer) {
      while (list.firstChild) {
        list.removeChild(list.firstChild);
      }
      (answer.status === "ok" ? answer.data : []).forEach(function (board) {
        const option = document.createElement("option");
        option.value = board;
        list.appendChild(option);
      });
      words.textContent = answer.status === "ok" ? "" : answer.message || "";
    }

    function ask() {
      asked += 1;
      const question = asked;
      const parameters = new URLSearchParams();
      parameters.set("search", input.value);
      FIELDS.forEach(function (name) {
        parameters.set(name, value(chunk, name));
      });
      fetch(search.dataset.url, {
        method: "POST",
        headers: crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
        body: parameters.toString(),
      })
        .then(function (reply) {
          return reply.json();
        })
        .then(function (answer) {
          if (question === asked) {
            show(answer);
          }
        })
        .catch(function () {
          if (question === asked) {
            show({ status: "error" });
          }
        });
    }

    function later() {
      clearTimeout(waiting);
      if (input.value.includes(CHOSEN)) {
        // whatever is still under way is about what was typed before
        asked += 1;
        words.textContent = "";
      } else {
        waiting = setTimeout(ask, PAUSE);
      }
    }

    input.addEventListener("input", later);
    input.addEventListener("focus", later);
  }

  Behaviour.specify("input.sprint-delivery-boards", "sprint-delivery-boards", 0, attach);
})();
