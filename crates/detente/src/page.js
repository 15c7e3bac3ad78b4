// A row in the list shows all of its marks; without scripts the links still lead to the first.
const show = (row) => {
  for (const mark of document.querySelectorAll("mark[data-rows]")) {
    mark.classList.toggle("on", row !== "" && mark.dataset.rows.split(" ").includes(row));
  }
};
for (const link of document.querySelectorAll("a[data-row]")) {
  link.addEventListener("mouseenter", () => show(link.dataset.row));
  link.addEventListener("focus", () => show(link.dataset.row));
}
addEventListener("hashchange", () => show(location.hash.slice(1)));
show(location.hash.slice(1));
