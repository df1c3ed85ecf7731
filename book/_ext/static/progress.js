// The page of progress: the state of every exercise in its tables, save and load as a file, reset.
(() => {
  const { button, html, progress } = mlp;
  const FORGETS = "This browser lets the book store nothing: what you answer is forgotten when you leave a page.";
  const WORD = { open: "Open", tried: "Not yet", right: "Right" };
  const place = document.querySelector(".mm-progress");
  /** @type {NodeListOf<HTMLElement>} */
  const states = document.querySelectorAll("[data-exercise]");

  const sum = html("p", "mm-progress-sum");
  const bar = html("div", "mm-bar");
  const said = html("p", "mm-progress-said");
  said.setAttribute("role", "status");
  const file = html("input");
  Object.assign(file, { type: "file", accept: ".json,application/json", hidden: true });
  file.setAttribute("aria-label", "Progress file");
  const save = button("Save to a file", { onClick: saveFile });
  const load = button("Load from a file", { onClick: () => file.click() });
  const reset = button("Reset", { icon: "reset", className: "quiet", onClick: () => ask(true) });
  bar.append(save, load, reset, file);

  const sure = html("div", "mm-progress-sure");
  sure.setAttribute("role", "group");
  sure.setAttribute("aria-label", "Reset");
  const yes = button("Delete it", { className: "main", onClick: clear });
  const no = button("Keep it", { onClick: () => ask(false) });
  sure.append(html("p", "", "Delete the answers and states of all exercises from this browser?"), yes, no);
  sure.hidden = true;
  place.replaceChildren(sum, bar, sure, said);

  function ask(open) {
    sure.hidden = !open;
    said.textContent = "";
    (open ? no : reset).focus();
  }
  function clear() {
    progress.clear();
    ask(false);
    said.textContent = "Progress deleted.";
  }
  function saveFile() {
    const link = html("a");
    link.href = URL.createObjectURL(new Blob([progress.save()], { type: "application/json" }));
    link.download = "book-progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    said.textContent = "Saved as book-progress.json.";
  }
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    file.value = ""; // so that the same file can be chosen again
    try {
      const taken = progress.restore(await chosen.text());
      said.textContent = `Loaded ${chosen.name}: ${taken} ${taken === 1 ? "exercise" : "exercises"} taken over, the others were as far here.`;
    } catch (error) {
      said.textContent = `${chosen.name}: ${error.message}`;
    }
  });

  function helped({ hints, solution }) {
    const used = hints ? [`${hints} ${hints === 1 ? "hint" : "hints"}`] : [];
    return [...used, ...(solution ? ["solution open"] : [])].join(", ");
  }
  function draw() {
    let right = 0;
    for (const element of states) {
      const entry = progress.get(element.dataset.exercise);
      if (entry.state === "right") right++;
      element.dataset.state = entry.state;
      element.textContent = WORD[entry.state];
      const help = helped(entry);
      if (help) element.append(html("span", "mm-progress-help", help));
    }
    const place = progress.kept() ? "Kept in this browser only; a file takes it to another one." : FORGETS;
    sum.textContent = `${right} of ${states.length} exercises right. ${place}`;
    save.disabled = reset.disabled = !Object.keys(progress.all()).length;
  }
  progress.onChange(draw);
  draw();
})();
