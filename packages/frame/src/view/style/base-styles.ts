// The build replaces this module by the minified string that it exports.
const css = `
:root { height: 100%; font-size: 16px; background: transparent; color-scheme: light; }
body, form { height: 100%; margin: 0; overflow: hidden; }
.element {
  display: flex; gap: 10px; height: 100%; color: CanvasText;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.box { position: relative; display: flex; align-items: center; flex: 1 1 0; min-width: 0; }
.card .cardExpirationDate { flex: 0 0 max(3.6em, 6ch); }
.card .cardVerificationCode { flex: 0 0 max(2.3em, 4.2ch); }
.box[data-icon=right] label { order: 1; }
.box[data-icon=right] svg, .box[data-icon=right] label::after { margin-inline: 8px 0; }
label { flex: none; }
svg, [data-blank]::after { display: block; margin-inline-end: 8px; forced-color-adjust: none; }
[data-blank]::after {
  content: ""; width: 31px; height: 19px; border: 1.5px solid; border-radius: 3px; opacity: .45;
  background: linear-gradient(currentColor 0 0) 0 3.5px/100% 4px no-repeat;
}
input {
  flex: 1; box-sizing: border-box; width: 100%; min-width: 0; height: 100%; margin: 0; padding: 0; border: 0; outline: 0;
  border-radius: 0; background: transparent; color: CanvasText; -webkit-text-fill-color: CanvasText; font: inherit;
  font-variant-numeric: tabular-nums; text-align: start; appearance: none;
}
[dir=rtl] input[dir=ltr] { text-align: right; }
[dir=rtl] input[dir=auto]:placeholder-shown { direction: rtl; }
input::placeholder {
  color: color-mix(in srgb, CanvasText 62%, transparent); opacity: 1;
  -webkit-text-fill-color: color-mix(in srgb, CanvasText 62%, transparent);
}
input:focus { box-shadow: inset 0 -2px color-mix(in srgb, CanvasText 70%, #06f); }
input:disabled { cursor: not-allowed; opacity: .55; }
input:autofill { background-clip: text; }
.box[data-state=invalid] input {
  color: #b3261e; -webkit-text-fill-color: #b3261e;
  color: light-dark(#b3261e, #ffb4ab); -webkit-text-fill-color: light-dark(#b3261e, #ffb4ab);
}
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.element[data-rows="2"] { flex-wrap: wrap; gap: 8px 16px; }
.element[data-rows="2"] .box { flex: 1 1 0; height: calc(50% - 4px); }
.element[data-rows="2"] .cardNumber, .bank[data-rows="2"] .box { flex-basis: 100%; }
@media (forced-colors: active) {
  input, .box[data-state=invalid] input { -webkit-text-fill-color: CanvasText; }
  input::placeholder { -webkit-text-fill-color: GrayText; }
  input:focus { outline: 2px solid Highlight; outline-offset: -2px; }
  .box[data-state=invalid] { border-bottom: 2px solid; }
}
`;

/**
 * The styles of inputs before a page styles them. The frame is transparent, without border or margin: the page draws the box around it.
 * Browsers paint a frame opaque when its colour scheme differs from that of its iframe, so both are always light, and the scheme of the
 * page applies to the inputs only. Sixteen pixels keep phones from zooming in; a `rem` is as many, since the page counts on that where it
 * reserves room for the text, whatever size of text its reader has set. Of the colours that forced ones leave, `CanvasText` alone is sure to
 * stand out.
 */
export const baseStyles = css.replace(/\s*([{};,]|: )\s*/g, (_, sign: string) => sign.trim());
