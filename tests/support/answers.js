// Answers given to the cards of a page without a browser, through their own controls.
globalThis.answers = (() => {
  const happen = (element, type) => element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
  const text = (element) => element?.textContent.replace(/\s+/g, "") ?? "";

  const place = {
    /** Type into the field. */
    text(card, answer) {
      const input = card.querySelector("input");
      input.value = answer;
      happen(input, "input");
    },
    /** Pick an option, counted from 1. */
    option(card, answer) {
      const inputs = [...card.querySelectorAll("input")];
      inputs.forEach((input, i) => (input.checked = i + 1 === answer));
      happen(inputs[answer - 1], "change");
    },
    /** Bring the steps into an order with the buttons Up. */
    order(card, answer) {
      answer.forEach((step, wanted) => {
        const rows = () => [...card.querySelectorAll(".mm-order li")];
        const now = () => rows().findIndex((row) => Number(row.dataset.step) === step);
        while (now() > wanted) rows()[now()].querySelector("button").click();
      });
    },
  };

  /** Give an answer and check it; what the card then says and shows, blanks apart. */
  async function give(card, how, answer) {
    place[how](card, answer);
    happen(card, "submit");
    for (let turn = 0; turn < 5; turn++) await null; // the judge answers in a later turn
    const said = card.querySelector(".mm-said");
    return {
      right: Boolean(said.querySelector(".mm-verdict.ok")),
      head: text(said.querySelector("strong")),
      says: text(said.querySelector("p")),
      state: card.querySelector(".mm-meta").textContent,
      settled: [...card.querySelectorAll(".mm-settled")].map(text),
      tags: [...new Set([...card.querySelectorAll("*")].map((e) => e.tagName))],
    };
  }

  const startOver = (card) => [...card.querySelectorAll("button")].find((b) => text(b) === "Startover").click();

  return { give, startOver };
})();
