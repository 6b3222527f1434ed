/** The look of the report, in light and in dark. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1b1f24; --quiet: #57606a; --page: #ffffff; --line: #d0d7de;
  --training: #8a4b00; --validation: #0b5cad; --right: #2f81b7; --wrong: #d1570b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --quiet: #9da7b1; --page: #10151b; --line: #343c46;
    --training: #f0a860; --validation: #6cb6ff; --right: #2b6a97; --wrong: #b3541e;
  }
}
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1rem; }
footer { padding-block: 2rem; color: var(--quiet); font-size: 0.875rem; overflow-wrap: anywhere; }
h1 { margin: 2rem 0 0.5rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; }
.result { font-size: 1.25rem; }
figure { margin: 0; }
figcaption, caption { color: var(--quiet); text-align: left; padding: 0.25rem 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1.5rem; }
.charts figcaption { font-weight: 600; color: var(--text); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 12px; }
.grid line { stroke: var(--line); }
.best { stroke: var(--quiet); stroke-dasharray: 1 4; }
.training, .validation { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.training { stroke: var(--training); stroke-dasharray: 6 5; }
.validation { stroke: var(--validation); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.6rem; text-align: right; }
.wide { overflow-x: auto; }
.confusion td { min-width: 1.5rem; }
.confusion tbody td { border: 1px solid var(--line); }
.confusion .right { background: color-mix(in srgb, var(--right) var(--tint), var(--page)); }
.confusion .wrong { background: color-mix(in srgb, var(--wrong) var(--tint), var(--page)); }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.gallery svg { border: 1px solid var(--line); fill: var(--text); width: 6rem; }
.gallery span { font-size: 0.875rem; }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--line); line-height: 1.3; }
`;
