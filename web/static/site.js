// Browsers without ::details-content cannot be told by the style sheet to keep the side column
// open on a wide screen; here they are. Without this script the column opens by its heading.
const wide = matchMedia("(min-width: 60rem)");
const fit = () => {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = wide.matches;
};
wide.addEventListener("change", fit);
if (wide.matches) fit();
