/** The style sheet of the page: light and dark, narrow screens, print. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--faint:#57606a;--line:#d0d7de;--soft:#f6f8fa;--leak:#b3261e;--suspect:#8a5a00;--note:#0b5cad;--good:#1a6b34;--accused:#b3261e;--leased:#0b5cad;--idle:#1a6b34;--dead:#6e4ab0;--bytes:#57606a}
:root[data-theme=dark]{color-scheme:dark;--paper:#0d1117;--ink:#e6edf3;--faint:#9aa4ae;--line:#30363d;--soft:#161b22;--leak:#ff8078;--suspect:#e3b341;--note:#79b8ff;--good:#56d364;--accused:#ff8078;--leased:#79b8ff;--idle:#56d364;--dead:#bc9cff;--bytes:#9aa4ae}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#0d1117;--ink:#e6edf3;--faint:#9aa4ae;--line:#30363d;--soft:#161b22;--leak:#ff8078;--suspect:#e3b341;--note:#79b8ff;--good:#56d364;--accused:#ff8078;--leased:#79b8ff;--idle:#56d364;--dead:#bc9cff;--bytes:#9aa4ae}}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:16px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;background:var(--soft);padding:1px 4px;border-radius:4px}
h2{font-size:18px;margin:24px 0 8px}h3{font-size:15px;font-weight:600;margin:0;display:inline}h4{font-size:13px;margin:16px 0 4px;color:var(--faint);text-transform:none}
p{margin:6px 0}ul,ol{margin:4px 0;padding-left:22px}
.quiet{color:var(--faint);font-size:13px}
.top{border-left:6px solid var(--good);padding:8px 16px;background:var(--soft);border-radius:6px}
.top.leak{border-color:var(--leak)}.top.suspect{border-color:var(--suspect)}
.verdict{font-size:26px;font-weight:700;margin:0;color:var(--good)}.leak>.verdict{color:var(--leak)}.suspect>.verdict{color:var(--suspect)}
.headline{font-size:17px}
.fix,.place{margin:8px 0}.fix b{color:var(--leak)}
.figures{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;margin-top:16px}#pools{grid-column:1/-1;min-width:0}#pools h2{margin-top:8px}
.chart{margin:0;min-width:0;border:1px solid var(--line);border-radius:6px;padding:8px}
.chart figcaption{font-weight:600;font-size:13px}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--ink);font:12px system-ui,"DejaVu Sans",sans-serif}
.tick{fill:var(--faint)!important}.grid{stroke:var(--line)}
.line{fill:none;stroke-width:2.5}.line.accused{stroke:var(--accused)}.line.leased{stroke:var(--leased)}.line.idle{stroke:var(--idle)}.line.dead{stroke:var(--dead)}.line.bytes{stroke:var(--bytes)}
.dot.accused{fill:var(--accused)}.dot.leased{fill:var(--leased)}.dot.idle{fill:var(--idle)}.dot.dead{fill:var(--dead)}.dot.bytes{fill:var(--bytes)}
.line.other{stroke:var(--faint);stroke-dasharray:5 3}.dot.other{fill:var(--faint)}
.bar.other{fill:var(--faint)}.bar.leased{fill:var(--leased)}
.key{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.key.other{background:var(--faint)}.key.accused{background:var(--accused)}.key.leased{background:var(--leased)}.key.idle{background:var(--idle)}.key.dead{background:var(--dead)}.key.bytes{background:var(--bytes)}
table{border-collapse:collapse;font-size:13px}th{text-align:left;font-weight:500;color:var(--faint);vertical-align:top;padding:3px 12px 3px 0}td{vertical-align:top;padding:3px 12px 3px 0}
.legend th{color:var(--ink);min-width:120px}.legend td{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.facts th{white-space:nowrap}.facts th code{white-space:normal}.wide{width:100%;min-width:600px}.wide th,.wide td{overflow-wrap:break-word}.wide thead th,.wide .badge{white-space:nowrap}.pools td:not(:last-child){white-space:nowrap;font-variant-numeric:tabular-nums}.pools th:first-child,.pools td:last-child{min-width:200px}.pools .quiet{overflow-wrap:anywhere}.wide thead th{border-bottom:1px solid var(--line)}.scroll{overflow-x:auto}
.page{justify-content:space-between;margin:0 0 8px}.page button{font-size:12px;padding:2px 8px}
.warning{color:var(--suspect)}
.tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:8px 0}
.tools input{flex:1 1 200px;min-width:0;font:inherit;padding:6px 10px;border:1px solid var(--line);border-radius:6px;background:var(--paper);color:var(--ink)}
button{font:inherit;padding:5px 12px;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:var(--ink);cursor:pointer}button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
.finding{border:1px solid var(--line);border-left:4px solid var(--note);border-radius:6px;padding:8px 12px;margin:10px 0}
.finding.leak{border-left-color:var(--leak)}.finding.suspect{border-left-color:var(--suspect)}.finding.known{border-left-color:var(--line)}
.finding:focus{outline:2px solid var(--note)}
summary{cursor:pointer}
.badge{font-size:12px;font-weight:700;border:1px solid currentColor;border-radius:4px;padding:0 6px;color:var(--note)}.badge.leak{color:var(--leak)}.badge.suspect{color:var(--suspect)}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:0 24px}
.code{font:12px ui-monospace,"DejaVu Sans Mono",monospace;color:var(--faint)}
.path{list-style:none;padding-left:0}.path li{padding:2px 0 2px 22px;position:relative;border-left:2px solid var(--line);margin-left:8px}.path li::before{content:"";position:absolute;left:-5px;top:12px;width:8px;height:8px;border-radius:50%;background:var(--line)}
.path .broken{border-left:2px dashed var(--leak)}.path .broken::before{background:var(--leak)}.path .broken code{color:var(--leak);font-weight:600}.cut{color:var(--leak);font-weight:600;font-size:12px}
.graph .node rect{fill:var(--soft);stroke:var(--faint)}.graph .anchor rect{stroke:var(--leak);stroke-dasharray:4 3}
.graph .edge{fill:none;stroke:var(--faint);stroke-width:1.5}.graph .edge.anchor{stroke:var(--leak)}.graph .edge-name{paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}.graph .edge-name.anchor{fill:var(--leak)}.graph marker path{fill:var(--faint)}
.hidden{display:none}
main>.chart{margin-top:16px}
@media (max-width:720px){.figures{grid-template-columns:minmax(0,1fr)}#pools{order:1}.chart+.chart{order:2}}
@media (max-width:480px){body{padding:8px}.figures{gap:8px;margin-top:8px}.chart svg text{font-size:16px}.top{padding:6px 10px}.verdict{font-size:22px}.facts th,.facts td{display:block;padding:1px 0}.headline{font-size:15px}}
@media print{.tools{display:none}.scroll{overflow:visible}.chart,.path li,tr{break-inside:avoid}.wide,.graph{min-width:0!important}body{max-width:none}.finding{break-inside:avoid-page}details::details-content{content-visibility:visible;display:block;block-size:auto}}
`.trim();
