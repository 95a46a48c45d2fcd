/* The QR code of a page's address, for its printed copy. Drawn in the reader's browser: an image made at build
   time would cost more than all the rest of the page. Without scripts the address itself is printed. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const QUIET = 4; // modules of white around the code, as ISO/IEC 18004 asks

  function draw(place) {
    const code = window.qrcode(0, "M");
    code.addData(place.dataset.qr, "Byte");
    code.make();
    const count = code.getModuleCount();
    const size = count + 2 * QUIET;
    let path = "";
    for (let row = 0; row < count; row += 1) {
      for (let column = 0; column < count; column += 1) {
        if (code.isDark(row, column)) { path += "M" + (column + QUIET) + " " + (row + QUIET) + "h1v1h-1z"; }
      }
    }
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 " + size + " " + size);
    svg.setAttribute("aria-hidden", "true");
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("d", path);
    svg.appendChild(drawn);
    place.prepend(svg);
  }

  if (window.qrcode) { document.querySelectorAll("[data-qr]").forEach(draw); }
})();
