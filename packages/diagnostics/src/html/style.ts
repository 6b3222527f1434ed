/** All of the report's style: light and dark, screen and paper, desktop and phone. */
export const style = `
:root{color-scheme:light dark;--ground:#fff;--surface:#f6f7f9;--text:#1b1f24;--muted:#57606a;--line:#d5dae0;--accent:#0b57a4;--problem:#b3261e;--warning:#8a5300;--note:#0b57a4;--good:#1a6b37;--one:#0b57a4;--two:#b34700;--three:#57606a;--bar:#0b57a4;--bar2:#b34700}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--surface:#1d2127;--text:#e8eaed;--muted:#a7b0ba;--line:#3a414a;--accent:#7db8f5;--problem:#ff8a80;--warning:#f0b45a;--note:#7db8f5;--good:#7fd39a;--one:#7db8f5;--two:#ffab6b;--three:#a7b0ba;--bar:#7db8f5;--bar2:#ffab6b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif}
:lang(ko){word-break:keep-all;overflow-wrap:anywhere}
main{max-width:66rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.25rem;margin:2.25rem 0 .75rem}
h3{font-size:1.0625rem;margin:0}
p{margin:.4rem 0}
.facts{color:var(--muted);margin:0}
.finding{border:1px solid var(--line);border-left:.375rem solid var(--note);border-radius:.5rem;padding:.875rem 1rem;margin:0 0 .875rem;background:var(--surface)}
.finding.problem{border-left-color:var(--problem)}
.finding.warning{border-left-color:var(--warning)}
.finding header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.15rem .6rem}
.severity{font-weight:600;font-size:.875rem;color:var(--note)}
.problem>header .severity{color:var(--problem)}
.warning>header .severity{color:var(--warning)}
.layers{color:var(--muted);font-size:.9375rem;overflow-wrap:anywhere}
.evidence,.remedies,.hence{margin:.4rem 0;padding-left:1.2rem}
.evidence{color:var(--muted);font-size:.9375rem}
.remedies li{margin:.3rem 0}
.caption{font-weight:600;margin:.6rem 0 0}
code{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.remedies code{display:block;background:var(--ground);border:1px solid var(--line);border-radius:.375rem;padding:.3rem .6rem;margin-top:.2rem;white-space:pre-wrap;overflow-wrap:anywhere}
.inventory{color:var(--muted);font-size:.8125rem;margin:.5rem 0 0}
.nothing{border:1px solid var(--line);border-left:.375rem solid var(--good);border-radius:.5rem;padding:.875rem 1rem;background:var(--surface)}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem}
figure{margin:0;border:1px solid var(--line);border-radius:.5rem;padding:.875rem 1rem;min-width:0}
figure.wide{grid-column:1/-1}
figcaption{font-size:.9375rem}
svg{display:block;width:100%;height:auto;margin:.5rem 0;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9rem),1fr));gap:.25rem 1rem}
svg text{fill:var(--text)}
svg .tick,svg .label{fill:var(--muted)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .axis{stroke:var(--muted);stroke-width:1}
svg .curve{fill:none;stroke-width:2;stroke-linejoin:round}
svg .one{stroke:var(--one)}
svg .two{stroke:var(--two)}
svg .faint{stroke:var(--one);stroke-width:1;opacity:.35}
svg .limit{stroke:var(--three);stroke-dasharray:5 4;stroke-width:1.5;fill:none}
svg .gap{fill:var(--two);opacity:.14}
svg .bar{fill:var(--bar)}
svg .bar2{fill:var(--bar2)}
svg .now{fill:var(--one);opacity:.55}
svg .then{fill:none;stroke:var(--two);stroke-width:1.5}
svg .dot{fill:var(--two)}
svg .empty{fill:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:.1rem .9rem;list-style:none;margin:0;padding:0;font-size:.8125rem;color:var(--muted)}
.legend svg{display:inline-block;width:1.75rem;height:.625rem;margin:0 .35rem 0 0;vertical-align:middle}
details{margin-top:.5rem;font-size:.875rem}
summary{cursor:pointer;color:var(--accent);min-height:1.5rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:.4rem 0;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.15rem .75rem .15rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:32rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}h1{font-size:1.4rem}}
@media print{:root{--ground:#fff;--surface:#fff;--text:#000;--muted:#444;--line:#bbb;--accent:#000;--problem:#8a1a14;--warning:#6b4000;--note:#0b3d75;--one:#0b57a4;--two:#b34700;--three:#444;--bar:#0b57a4;--bar2:#b34700}main{max-width:none;padding:0}.finding,figure{break-inside:avoid}details{display:none}}
`;
