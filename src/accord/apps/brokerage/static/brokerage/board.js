/* The schedule board by keyboard, mouse and finger. Without this file every card leads to its page. */

const grid = document.querySelector(".board-grid");
if (grid) openBoard(grid);

function openBoard(grid) {
  const says = document.getElementById("board-says");
  const tray = document.querySelector(".board-tray");
  const heads = [...grid.tHead.rows[0].cells];
  const rows = [...grid.tBodies[0].rows];
  const isMovable = "movable" in grid.dataset;
  let focused = null;
  let carried = null; /* what is being moved: {card, cell, targets} */
  let isAsking = false;

  grid.setAttribute("role", "grid");
  for (const row of rows) {
    for (const cell of row.querySelectorAll("td")) {
      cell.tabIndex = -1;
      for (const card of cell.querySelectorAll("a")) {
        card.tabIndex = -1;
        card.draggable = isMovable;
      }
    }
  }
  grid.parentElement.removeAttribute("tabindex"); /* its cells can be reached now */
  for (const request of requests()) request.draggable = isMovable;
  if (says) says.textContent = says.dataset.hint;
  settle(startingCell());

  /* Where everything is */

  function requests() {
    return document.querySelectorAll(".board-request");
  }

  function startingCell() {
    const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const card = wanted && grid.contains(wanted) ? wanted : null;
    if (card) {
      const cell = card.closest("td");
      cell.scrollIntoView({ block: "center", inline: "center" });
      cell.focus({ preventScroll: true });
      return cell;
    }
    return (grid.querySelector("td .board-card") ?? grid.querySelector("td"))?.closest("td");
  }

  function settle(cell) {
    if (!cell) return;
    if (focused) focused.tabIndex = -1;
    focused = cell;
    focused.tabIndex = 0;
  }

  function slotOf(cell) {
    return heads[cell.cellIndex]?.dataset.slot;
  }

  function placeOf(cell) {
    const words = cell.parentElement.cells[0].querySelectorAll("bdi");
    return [...words].map((one) => one.textContent.trim()).filter(Boolean).join(", ");
  }

  function timeOf(cell) {
    return heads[cell.cellIndex].querySelector(".board-time").textContent;
  }

  function titleOf(card) {
    const words = [...card.querySelectorAll("bdi")].map((one) => one.textContent);
    const isOwnRow = grid.dataset.by === "participants" && card.closest("td");
    if (isOwnRow) words[1] = card.closest("tr").querySelector(".board-label").textContent;
    return words.join(" – ");
  }

  function filled(sentence, facts) {
    return sentence.replace(/\{(\w+)\}/g, (_all, name) => facts[name] ?? "");
  }

  function say(sentence, tone = "") {
    if (!says) return;
    /* A shorter sentence must not move the board under the finger that is just pressing a place. */
    says.style.minBlockSize = carried ? `${says.offsetHeight}px` : "";
    says.textContent = sentence;
    says.dataset.tone = tone;
  }

  /* What stands in the way of the carried meeting at a cell; nothing: it can be put there */

  function obstacle(cell) {
    const { targets, card } = carried;
    const slot = slotOf(cell);
    const row = cell.parentElement;
    const say = grid.dataset;
    if (cell === carried.cell) return say.sayHere;
    if (grid.dataset.by === "participants") {
      if (!targets.participants.includes(row.dataset.key)) return say.sayOther;
      if (carried.slot === slot) return say.sayHere;
      return targets.slots[slot] ?? "";
    }
    const there = [...cell.querySelectorAll(".board-card")].find((one) => one !== card);
    if (there) return filled(say.sayTaken, { meeting: titleOf(there) });
    const own = targets.tables[row.dataset.key];
    return own || (targets.places[row.dataset.place] ?? targets.slots)[slot] || "";
  }

  function describe(cell) {
    if (!slotOf(cell)) return;
    const why = obstacle(cell);
    if (why) say(why, "blocked");
    else say(filled(grid.dataset.sayFree, { place: placeOf(cell), time: timeOf(cell) }), "free");
  }

  /* Picking up, putting back, dropping */

  async function pickUp(card) {
    if (isAsking) return;
    putBack("");
    isAsking = true;
    const cell = card.closest("td");
    const asked = { card, cell, slot: cell ? slotOf(cell) : null, targets: null };
    carried = asked;
    card.classList.add("is-carried");
    showButtons(card, cell);
    say(grid.dataset.sayAsking);
    const answer = await ask(card);
    isAsking = false;
    if (carried !== asked) return;
    if (answer.problem) {
      say(answer.problem, "blocked");
      return;
    }
    asked.targets = answer;
    mark();
    const picked = filled(grid.dataset.sayPicked, { meeting: titleOf(card) });
    say(`${picked} ${answer.summary} ${grid.dataset.sayHow}`);
    if (!cell) (grid.querySelector("td.is-target") ?? focused)?.focus({ preventScroll: false });
  }

  async function ask(card) {
    const address = new URL(card.href);
    address.pathname += "targets/";
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      return await answer.json();
    } catch {
      return { problem: grid.dataset.sayFailed };
    }
  }

  function mark() {
    grid.classList.add("is-choosing");
    for (const row of rows) {
      for (const cell of row.querySelectorAll("td")) {
        if (!slotOf(cell)) continue;
        const why = obstacle(cell);
        cell.classList.add(why ? "is-blocked" : "is-target");
        if (why) cell.title = why;
      }
    }
  }

  function putBack(sentence = grid.dataset.sayBack) {
    if (!carried) return;
    carried.card.classList.remove("is-carried");
    grid.classList.remove("is-choosing");
    for (const cell of grid.querySelectorAll(".is-target, .is-blocked, .is-over")) {
      cell.classList.remove("is-target", "is-blocked", "is-over");
      cell.removeAttribute("title");
    }
    carried = null;
    showButtons(null);
    if (sentence) say(`${sentence} ${says.dataset.hint}`);
  }

  function drop(cell) {
    if (!carried?.targets || !slotOf(cell)) return;
    if (obstacle(cell)) {
      describe(cell);
      return;
    }
    const form = tray.querySelector('[data-for="drop"]');
    const isTable = grid.dataset.by === "tables";
    form.action = carried.card.href;
    fill(form, { slot: slotOf(cell), table: isTable ? cell.parentElement.dataset.key : "" });
    form.requestSubmit();
  }

  function fill(form, values) {
    const seen = { seen_slot: carried.slot ?? "", seen_table: carried.card.dataset.table ?? "" };
    for (const [name, value] of Object.entries({ ...seen, ...values })) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }

  function showButtons(card, cell) {
    const buttons = tray.querySelector(".board-tray-buttons");
    tray.classList.toggle("is-busy", Boolean(card));
    buttons.hidden = !card;
    if (!card) return;
    const address = new URL(card.href);
    const isLocked = card.classList.contains("is-locked");
    for (const form of buttons.querySelectorAll("form")) {
      form.hidden = !cell || (form.dataset.for === "lift" && isLocked);
      form.action = `${address.pathname}${form.dataset.for}/${address.search}`;
      fill(form, {});
    }
    buttons.querySelector('[name="lock"][value="yes"]').hidden = isLocked;
    buttons.querySelector('[name="lock"][value="no"]').hidden = !isLocked;
    buttons.querySelector('[data-for="open"]').href = card.href;
  }

  /* Keyboard */

  function step(cell, rowStep, cellStep) {
    const row = rows[rows.indexOf(cell.parentElement) + rowStep];
    let next = row?.cells[cell.cellIndex + cellStep];
    while (next && !slotOf(next) && cellStep) next = row.cells[next.cellIndex + Math.sign(cellStep)];
    return next && slotOf(next) ? next : null;
  }

  function destination(key, cell, isFar) {
    const onward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const own = [...cell.parentElement.cells].filter(slotOf);
    switch (key) {
      case "ArrowRight":
        return step(cell, 0, onward);
      case "ArrowLeft":
        return step(cell, 0, -onward);
      case "ArrowDown":
        return step(cell, 1, 0);
      case "ArrowUp":
        return step(cell, -1, 0);
      case "Home":
        return isFar ? [...rows[0].cells].filter(slotOf)[0] : own[0];
      case "End":
        return isFar ? [...rows.at(-1).cells].filter(slotOf).at(-1) : own.at(-1);
      default:
        return undefined;
    }
  }

  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (carried) drop(cell);
      else act(cell.querySelector(".board-card"));
      return;
    }
    const next = destination(event.key, cell, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !carried) return;
    const { cell, card } = carried;
    putBack();
    (cell ?? card).focus();
  });

  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    settle(cell);
    if (carried?.targets) describe(cell);
  });

  /** Picks a meeting up; where nothing can be moved, opens its page. */
  function act(card) {
    if (!card) return;
    if (isMovable) pickUp(card);
    else location.assign(card.href);
  }

  /* Mouse and finger */

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !isMovable) return;
    const card = event.target.closest(".board-card, .board-request");
    const cell = event.target.closest(".board-grid td");
    if (card) event.preventDefault();
    if (carried?.targets && cell && cell !== carried.cell) {
      cell.focus({ preventScroll: true });
      drop(cell);
    } else if (card && card === carried?.card) {
      putBack();
    } else if (card) {
      cell?.focus({ preventScroll: true });
      pickUp(card);
    } else if (event.target.closest('[data-for="cancel"]')) {
      const back = carried?.cell ?? carried?.card;
      putBack();
      back?.focus({ preventScroll: true });
    }
  });

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".board-card, .board-request");
    if (!card || !isMovable) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(card));
    pickUp(card);
  });

  grid.addEventListener("dragover", (event) => {
    const cell = event.target.closest("td");
    if (!carried?.targets || !cell || !slotOf(cell)) return;
    if (!cell.classList.contains("is-over")) {
      grid.querySelector(".is-over")?.classList.remove("is-over");
      cell.classList.add("is-over");
      describe(cell);
    }
    if (cell.classList.contains("is-target")) event.preventDefault();
  });

  grid.addEventListener("drop", (event) => {
    const cell = event.target.closest("td");
    if (!cell || !carried) return;
    event.preventDefault();
    drop(cell);
  });

  document.addEventListener("dragend", (event) => {
    if (carried && event.dataTransfer.dropEffect === "none") putBack();
  });
}
