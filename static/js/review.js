// Keys for reviewers, where nothing is being typed: a goes to "Approve", r to the note of a return, j to the text.
const goals = { a: ".steps form[action$='/approve/'] button", r: "form[action$='/return/'] textarea", j: ".texts .archived" };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const goal = goals[event.key] && document.querySelector(goals[event.key]);
  if (!goal) return;
  event.preventDefault();
  goal.focus();
  goal.scrollIntoView({ block: "center" });
});
