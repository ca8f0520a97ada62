/** The report's style sheet: one calm column, light and dark, readable on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1d2127; --soft: #5b6470; --line: #d9dee5; --page: #fbfbfa; --card: #fff; --accent: #0b63b0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a3adb8; --line: #363c44; --page: #15181c; --card: #1d2126; --accent: #79b8f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans KR", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { margin: 3rem 0 .75rem; font-size: 1.35rem; }
p.lead { font-size: 1.125rem; color: var(--soft); max-width: 46rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.1rem; }
.card b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; } .card span { color: var(--soft); font-size: .9rem; }
.bars { display: grid; grid-template-columns: minmax(8rem, auto) 1fr auto; gap: .6rem .9rem; align-items: center; } .bars div { background: var(--line); border-radius: .4rem; } .bars i { display: block; height: 1.1rem; border-radius: .4rem; background: var(--accent); } .bars b { font-variant-numeric: tabular-nums; }
figure { margin: 1.25rem 0; } figure svg, figure > img { display: block; max-width: 100%; height: auto; background: #fff; border: 1px solid var(--line); border-radius: .75rem; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .5rem; } figcaption span { display: block; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.25rem; }
.photos { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1rem; } .photos figure { margin: 0; } .photos img { width: 100%; aspect-ratio: 1; object-fit: cover; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; background: var(--card); }
th, td { padding: .45rem .75rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 600; }
summary { cursor: pointer; color: var(--accent); margin: .5rem 0; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; overflow-x: auto; font: 12px/1.35 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.note { border-left: 4px solid var(--accent); padding: .25rem 1rem; color: var(--soft); }
@media print { body { background: #fff; } h2 { break-after: avoid; } figure { break-inside: avoid; } }
`;
