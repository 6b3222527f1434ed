/** Colours are told apart in light and dark, and by those who see few of them: shapes and dashes differ as well. */
export const pageStyle = `
:root { color-scheme: light dark; --text: #1c2430; --soft: #5a6675; --grid: #dfe4ea; --paper: #fff; --ground: #f4f6f8;
  --ours: #0b57d0; --javascript: #b3470b; --native: #1b7a3d; --limit: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ee; --soft: #a3adba; --grid: #343c47; --paper: #1b2027;
  --ground: #12161b; --ours: #7db0ff; --javascript: #f2a36b; --native: #6fd08f; --limit: #9aa3ae; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.7rem; margin: 8px 0; } h2 { font-size: 1.15rem; margin: 0 0 8px; }
section { background: var(--paper); border-radius: 10px; padding: 18px 20px; margin: 18px 0; }
svg { display: block; width: 100%; height: auto; max-width: 880px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 16px; }
svg text { font: 14px system-ui, sans-serif; fill: var(--text); } svg text.tick { font-size: 12px; fill: var(--soft); }
svg text.strong { font-weight: 700; } .grid { stroke: var(--grid); stroke-width: 1; }
.range { stroke-width: 4; stroke-opacity: .45; stroke-linecap: round; }
.ours { fill: var(--ours); stroke: var(--ours); } .javascript { fill: var(--javascript); stroke: var(--javascript); }
.native { fill: var(--native); stroke: var(--native); } .limit { fill: var(--limit); stroke: var(--limit); }
.line { fill: none; stroke-width: 2.5; } .line0, .point0 { stroke: var(--ours); } .point0 { fill: var(--ours); }
.line1, .point1 { stroke: var(--javascript); } .line1 { stroke-dasharray: 7 4; } .point1 { fill: var(--javascript); }
.line2, .point2 { stroke: var(--native); } .line2 { stroke-dasharray: 2 4; } .point2 { fill: var(--native); }
.line3, .point3 { stroke: var(--limit); } .line3 { stroke-dasharray: 10 3 2 3; } .point3 { fill: var(--limit); }
.legend { display: flex; flex-wrap: wrap; gap: 6px 22px; margin: 8px 0; }
.legend svg { display: inline-block; width: auto; vertical-align: -4px; margin-right: 6px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin-top: 12px; font-size: .93rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 4px 12px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; font-weight: 400; } thead th { color: var(--soft); font-weight: 600; }
tbody tr { border-top: 1px solid var(--grid); } ul { margin: 10px 0 0; padding-left: 20px; color: var(--soft); }
`;
