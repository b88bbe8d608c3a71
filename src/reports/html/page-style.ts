/** The style of a page: dark and light as the reader's system is, legible on paper, nothing fetched. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --soft: #f6f8fa; --link: #0550ae; --focus: #0969da;
  --green: #116329; --green-soft: #dafbe1; --red: #a40e26; --red-soft: #ffebe9; --amber: #7d4e00; --amber-soft: #fff1cc;
  --blue: #0550ae; --blue-soft: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #3d444d; --soft: #161b22; --link: #79b8ff; --focus: #58a6ff;
    --green: #7ee787; --green-soft: #12361f; --red: #ffa198; --red-soft: #4b1113; --amber: #f2cc60; --amber-soft: #3b2a05;
    --blue: #a5d6ff; --blue-soft: #0c2d4f;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 100rem; padding: 0 1.5rem 3rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.1rem; margin: 1.5rem 0 0; color: var(--quiet); font-weight: 600; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .4rem; }
p { margin: .4rem 0; max-width: 90ch; overflow-wrap: anywhere; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
button, input, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: .35rem; padding: .3rem .6rem; }
button { background: var(--soft); cursor: pointer; font-size: .9rem; }
button:hover { border-color: var(--quiet); }
details { margin: 1rem 0; }
summary { cursor: pointer; max-width: 100%; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-weight: 400; font-size: .9rem; overflow-wrap: anywhere; }
.verdict { font-size: 1.5rem; line-height: 1.3; margin: .2rem 0 .8rem; max-width: none; }
.verdict strong { display: inline-block; padding: 0 .5rem; border-radius: .35rem; margin-right: .4rem; }
header.green .verdict strong { color: var(--green); background: var(--green-soft); }
header.yellow .verdict strong { color: var(--amber); background: var(--amber-soft); }
header.red .verdict strong { color: var(--red); background: var(--red-soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: 0; padding: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
.claims { list-style: none; padding: 0; margin: .5rem 0; }
.claims > li { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; margin: .5rem 0; }
.claim-head { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .6rem; }
.sentence { font-weight: 600; font-size: .95em; }
.jump { margin-left: auto; font-size: .85rem; padding: .1rem .5rem; }
.badge { display: inline-block; white-space: nowrap; border-radius: .3rem; padding: 0 .4rem; font-size: .85rem; font-weight: 600; border: 1px solid currentColor; }
.badge.holds { color: var(--green); background: var(--green-soft); }
.badge.fails, .badge.error { color: var(--red); background: var(--red-soft); }
.badge.undecided, .badge.invalid, .badge.warning { color: var(--amber); background: var(--amber-soft); }
.badge.waived, .badge.notice, .badge.suppressed { color: var(--quiet); background: var(--soft); }
.allowed, .step.allow { color: var(--blue); }
.denied, .step.deny { color: var(--red); }
.undecided { color: var(--amber); }
.step.no-match, .step.pass { color: var(--quiet); }
dl { display: grid; grid-template-columns: fit-content(16rem) 1fr; gap: .15rem 1rem; margin: .5rem 0 0; font-size: .92rem; }
dt { color: var(--quiet); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
figure { margin: .6rem 0; }
figcaption { font-size: .9rem; color: var(--quiet); }
.frame { background: var(--soft); border: 1px solid var(--line); border-radius: .35rem; padding: .5rem; margin: .2rem 0; overflow-x: auto; line-height: 1.35; }
.frame .gutter { color: var(--quiet); user-select: none; }
.frame .main { color: var(--red); font-weight: 600; }
.frame .other { color: var(--blue); font-weight: 600; }
.wide { overflow-x: auto; }
.list { border-collapse: collapse; font-size: .92rem; margin: .5rem 0; }
.list th, .list td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; font-weight: 400; }
.list thead th { background: var(--soft); font-weight: 600; }
.list ul { margin: 0; padding-left: 1.1rem; }
.notice { border-left: .3rem solid var(--amber); padding: .4rem .8rem; background: var(--soft); max-width: none; }
.outcomes, .plain { list-style: none; padding: 0; margin: .4rem 0; }
.steps { padding-left: 1.4rem; margin: .3rem 0; }
.steps li { margin: .3rem 0; overflow-wrap: anywhere; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.controls label { display: grid; font-size: .85rem; color: var(--quiet); }
.controls input, .controls select { color: var(--text); width: 16rem; max-width: 100%; }
.count { font-size: .9rem; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; list-style: none; padding: 0; font-size: .85rem; color: var(--quiet); }
.legend .cell { display: inline-block; padding: 0 .5rem; border: 1px solid var(--line); border-radius: .2rem; }
.scroller { overflow: auto; max-height: 75vh; border: 1px solid var(--line); border-radius: .35rem; scroll-padding: 4rem 1rem 1rem 13rem; width: fit-content; max-width: 100%; }
.scroller table { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: max-content; font-size: .82rem; line-height: 1.25; }
.scroller tr { height: 3.4rem; }
.scroller td, .scroller th { width: 8.5rem; min-width: 8.5rem; max-width: 8.5rem; border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: .2rem .4rem; text-align: left; vertical-align: middle; overflow: hidden; }
.scroller td span, .scroller th span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.scroller td .badge { display: inline-block; max-width: 100%; font-size: .75rem; margin-top: .15rem; }
.scroller th { background: var(--soft); position: sticky; cursor: pointer; font-weight: 400; }
.scroller thead th { top: 0; z-index: 2; }
.scroller tbody th { left: 0; z-index: 1; }
.scroller thead .corner { left: 0; z-index: 3; color: var(--quiet); cursor: default; }
.scroller tbody th, .scroller .corner { width: 12rem; min-width: 12rem; max-width: 12rem; }
.scroller .group { color: var(--quiet); font-size: .78rem; }
.scroller .name { font-weight: 600; }
.scroller tr.first > * { border-top: 2px solid var(--quiet); }
.scroller td.first, .scroller thead th.first { border-left: 2px solid var(--quiet); }
.scroller td { cursor: pointer; }
.scroller td.later { cursor: default; max-width: none; }
.scroller td:focus-visible, .scroller th:focus-visible { outline-offset: -3px; }
.cell.open { background: var(--blue-soft); color: var(--blue); }
.cell.unclear { background: var(--amber-soft); color: var(--amber); }
.cell.closed { color: var(--quiet); }
.cell.none { color: var(--quiet); background: var(--soft); font-style: italic; }
.panel { position: fixed; inset: 0 0 0 auto; width: min(46rem, 100%); overflow: auto; background: var(--page); border-left: 1px solid var(--quiet); box-shadow: 0 0 2rem rgb(0 0 0 / .35); padding: 1rem 1.5rem 3rem; z-index: 10; }
.panel:focus-visible { outline: none; }
.panel h3 { margin-top: .3rem; }
.panel .close { float: right; margin-left: 1rem; }
@media (max-width: 40rem) {
  body { padding: 0 .8rem 2rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
  .verdict { font-size: 1.2rem; }
  .controls, .controls label, .controls input, .controls select { width: 100%; }
  .jump { margin-left: 0; }
  .scroller td, .scroller th { width: 6.5rem; min-width: 6.5rem; max-width: 6.5rem; }
  .scroller tbody th, .scroller .corner { width: 7.5rem; min-width: 7.5rem; max-width: 7.5rem; }
  .scroller { scroll-padding-left: 8rem; }
  .scroller tr { height: 4.4rem; }
  .scroller td .text { white-space: normal; max-height: 2.6em; }
  .panel { padding: .8rem; border-left: 0; }
}
@media print {
  body { max-width: none; padding: 0; }
  .controls, .jump, .panel, nav, [id^=keys] { display: none; }
  .scroller { max-height: none; overflow: visible; border: 0; }
  .scroller th { position: static; }
  .scroller table { width: 100%; font-size: .65rem; }
  .scroller tr { height: auto; }
  .scroller td, .scroller th, .scroller tbody th, .scroller .corner { width: auto; min-width: 0; max-width: none; padding: .1rem .2rem; }
  .scroller td span, .scroller th span { white-space: normal; overflow-wrap: anywhere; }
  .scroller td .badge, .scroller .group { font-size: .6rem; padding: 0 .15rem; }
  .claims > li, figure, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
@media (forced-colors: active) {
  .badge, .cell { border: 1px solid; }
}
`;
